// @ts-check
/**
 * The shops that the reader of the call list wants, in the wanted order, in the browser. TanStack
 * Table (global `TableCore`) filters, sorts and pages.
 */

/** @typedef {import("./packed_calls.ts").Shop} Shop */
/** @typedef {{ original: Shop }} Row */

/**
 * @param {import("./packed_calls.ts").CallData} data
 * @param {Shop[]} shops
 */
function callTable({ attributes, products }, shops) {
  const { TableCore, callSearch } = /** @type {any} */ (globalThis);
  const searchFor = callSearch(shops, products);
  /** @param {string} id @param {(shop: Shop) => unknown} accessorFn @param {object} [functions] */
  const column = (id, accessorFn, functions = {}) => ({ id, accessorFn, ...functions });
  /** @param {Row} row @param {string} _ @param {{ fits: (shop: Shop) => boolean }} search */
  const fits = ({ original }, _, search) => search.fits(original);
  /** @param {Row} row @param {string} _ @param {number} product */
  const names = ({ original }, _, product) => original.named.has(product);

  let search = searchFor("");
  const table = TableCore.createTable({
    data: shops,
    columns: [
      column("shop", ({ id }) => id, { sortingFn: "alphanumeric" }),
      ...attributes.map((_, a) =>
        column(`attribute${a}`, ({ values }) => values[a], {
          sortingFn: "alphanumeric",
          filterFn: "equals",
        })
      ),
      column("purchases", ({ purchases }) => purchases),
      column("items", ({ items }) => items),
      column("listed", ({ listed }) => listed.length),
      column("late", ({ overdue }) => overdue?.[1] ?? 0),
      column("text", ({ id }) => id, { filterFn: fits }),
      column("exact", (shop) => shop, {
        /** @param {Row} a @param {Row} b */
        sortingFn: (a, b) => Number(search.names(a.original)) - Number(search.names(b.original)),
      }),
      column("product", ({ named }) => named, { filterFn: names }),
      column("notes", ({ kinds }) => kinds, { filterFn: "arrIncludesAll" }),
    ],
    state: {},
    onStateChange() {},
    renderFallbackValue: null,
    autoResetPageIndex: false,
    getCoreRowModel: TableCore.getCoreRowModel(),
    getFilteredRowModel: TableCore.getFilteredRowModel(),
    getSortedRowModel: TableCore.getSortedRowModel(),
    getPaginationRowModel: TableCore.getPaginationRowModel(),
  });

  /**
   * All shops that fit, those of the page, and the first word that is nowhere in the list.
   * @param {import("./packed_calls.ts").View} view @param {number} pageSize
   * @returns {{ found: Shop[], onPage: Shop[], unknown: string | undefined }}
   */
  return ({ text, values, product, notes, order, page }, pageSize) => {
    search = searchFor(text);
    const state = {
      ...table.initialState,
      columnFilters: [
        ...search.isEmpty ? [] : [{ id: "text", value: search }],
        ...Object.entries(values).filter(([, value]) => value !== "")
          .map(([a, value]) => ({ id: `attribute${a}`, value })),
        ...product === undefined ? [] : [{ id: "product", value: product }],
        ...notes.length === 0 ? [] : [{ id: "notes", value: notes }],
      ],
      sorting: [
        // a shop whose id was typed stands first
        ...search.isEmpty ? [] : [{ id: "exact", desc: true }],
        order,
        ...order.id === "purchases" ? [] : [{ id: "purchases", desc: true }],
      ],
      pagination: { pageIndex: page, pageSize },
    };
    table.setOptions((/** @type {object} */ options) => ({ ...options, state }));
    const shopsOf = (/** @type {{ rows: Row[] }} */ { rows }) => rows.map((row) => row.original);
    return {
      found: shopsOf(table.getPrePaginationRowModel()),
      onPage: shopsOf(table.getRowModel()),
      unknown: search.unknown,
    };
  };
}

Object.assign(globalThis, { callTable });
