// @ts-check
/// <reference lib="dom" />
/**
 * The call list on the first page, in the browser: search, sort, filter and unfold. TanStack Table
 * (global `TableCore`) keeps the state of the table; this file draws it as an HTML table, 25 shops
 * at a time, so that 15,000 of them stay fluid.
 *
 * Data are those of call_data.ts: unpacked once, then one array per shop.
 */
(async () => {
  const section = document.getElementById("call-list");
  const block = document.getElementById("call-data");
  if (!section || !block?.textContent) return;
  const bytes = Uint8Array.from(atob(block.textContent.trim()), (c) => c.charCodeAt(0));
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  /** @type {import("./call_data.ts").CallData} */
  const data = await new Response(unzipped).json();
  const { texts, locale, attributes, products } = data;
  const number = new Intl.NumberFormat(locale, { useGrouping: "always" });

  /** @param {string} text @param {Record<string, string | number>} values */
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const { TableCore, callRows } = /** @type {any} */ (globalThis);
  const { shops, searched, make, notesOf, drawShop } = callRows(data);
  /**
   * @typedef {{ id: string, values: string[], purchases: number, items: number, listed: unknown[],
   *   named: Set<number> }} Shop
   */

  const columns = [
    { id: "shop", accessorFn: (/** @type {Shop} */ shop) => shop.id, sortingFn: "alphanumeric" },
    ...attributes.map((_, a) => ({
      id: `attribute${a}`,
      accessorFn: (/** @type {Shop} */ shop) => shop.values[a],
      sortingFn: "alphanumeric",
      filterFn: "equals",
    })),
    { id: "purchases", accessorFn: (/** @type {Shop} */ shop) => shop.purchases },
    { id: "items", accessorFn: (/** @type {Shop} */ shop) => shop.items },
    { id: "listed", accessorFn: (/** @type {Shop} */ shop) => shop.listed.length },
    {
      id: "text",
      accessorFn: (/** @type {Shop} */ shop) => searched.get(shop),
      filterFn: (/** @type {any} */ row, /** @type {string} */ id, /** @type {string} */ wanted) =>
        row.getValue(id).includes(wanted),
    },
    {
      id: "product",
      accessorFn: (/** @type {Shop} */ shop) => shop.named,
      filterFn: (/** @type {any} */ row, /** @type {string} */ id, /** @type {number} */ wanted) =>
        row.getValue(id).has(wanted),
    },
    {
      id: "notes",
      accessorFn: (/** @type {Shop} */ shop) =>
        notesOf(shop).map((/** @type {[string, string]} */ [kind]) => kind),
      filterFn: "arrIncludes",
    },
  ];
  const PAGE = 25;
  const first = {
    sorting: [{ id: "purchases", desc: true }],
    columnFilters: [],
    pagination: { pageIndex: 0, pageSize: PAGE },
  };
  const table = TableCore.createTable({
    data: shops,
    columns,
    state: {},
    onStateChange() {},
    renderFallbackValue: null,
    autoResetPageIndex: false,
    getCoreRowModel: TableCore.getCoreRowModel(),
    getFilteredRowModel: TableCore.getFilteredRowModel(),
    getSortedRowModel: TableCore.getSortedRowModel(),
    getPaginationRowModel: TableCore.getPaginationRowModel(),
  });
  let state = { ...table.initialState, ...first };
  /** @type {Set<Shop>} */
  const unfolded = new Set();
  /** @param {Partial<typeof state>} changed */
  const setState = (changed) => {
    state = { ...state, ...changed };
    table.setOptions((/** @type {object} */ options) => ({ ...options, state }));
    draw();
  };
  /** @param {string} id @param {unknown} value nothing removes the filter */
  const filter = (id, value) => {
    const others = state.columnFilters.filter((/** @type {any} */ one) => one.id !== id);
    setState({
      columnFilters: value === undefined ? others : [...others, { id, value }],
      pagination: { ...state.pagination, pageIndex: 0 },
    });
  };

  // controls
  const search = make("input", { type: "search", id: "call-search", autocomplete: "off" });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLocaleLowerCase(locale);
    filter("text", wanted === "" ? undefined : wanted);
  });
  /** @param {string} id @param {string} label @param {[value: string, text: string][]} options */
  const select = (id, label, options) => {
    const control = make("select", { id: `call-${id}` }, [
      make("option", { value: "" }, [texts.any]),
      ...options.map(([value, text]) => make("option", { value }, [text])),
    ]);
    return { control, field: field(control, label) };
  };
  /** @param {HTMLElement} control @param {string} label */
  const field = (control, label) =>
    make("div", { class: "field" }, [make("label", { for: control.id }, [label]), control]);
  const chosen = attributes.map(({ label, values }, a) => {
    const sorted = values.toSorted((x, y) => x.localeCompare(y, locale, { numeric: true }));
    const { control, field } = select(`attribute${a}`, label, sorted.map((v) => [v, v]));
    control.addEventListener("change", () => filter(`attribute${a}`, control.value || undefined));
    return { control, field };
  });
  const byName = products.map(([id, name], p) => ({
    p,
    text: name === id ? id : `${name} (${id})`,
  }))
    .sort((x, y) => x.text.localeCompare(y.text, locale, { numeric: true }));
  const product = select("product", texts.product, byName.map(({ p, text }) => [String(p), text]));
  product.control.addEventListener("change", () => {
    filter("product", product.control.value === "" ? undefined : Number(product.control.value));
  });
  /** Shops with something to note, one button a kind. */
  const notes = [
    ["overdue", texts.silent],
    ["stopped", texts.lapsed],
    ["offers", texts.open],
  ].flatMap(([kind, label]) => {
    const noted = shops.filter((/** @type {Shop} */ shop) =>
      notesOf(shop).some((/** @type {[string, string]} */ [own]) => own === kind)
    );
    if (noted.length === 0) return [];
    const text = `${label} (${number.format(noted.length)})`;
    const button = make("button", { type: "button", class: `badge ${kind}` }, [text]);
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      for (const other of notes) {
        other.setAttribute("aria-pressed", String(other === button && isOn));
      }
      filter("notes", isOn ? kind : undefined);
    });
    button.setAttribute("aria-pressed", "false");
    return [button];
  });
  const controls = [search, ...chosen.map(({ control }) => control), product.control];
  const reset = make("button", { type: "button" }, [texts.reset]);
  reset.addEventListener("click", () => {
    for (const control of controls) control.value = "";
    for (const button of notes) button.setAttribute("aria-pressed", "false");
    unfolded.clear();
    setState(first);
    search.focus();
  });
  const print = make("button", { type: "button" }, [texts.print]);
  print.addEventListener("click", () => {
    const before = state.pagination, folded = new Set(unfolded);
    // more would be hundreds of sheets
    const shown = table.getPrePaginationRowModel().rows.slice(0, 300);
    for (const { original } of shown) unfolded.add(original);
    setState({ pagination: { pageIndex: 0, pageSize: shown.length || 1 } });
    globalThis.print();
    unfolded.clear();
    for (const shop of folded) unfolded.add(shop);
    setState({ pagination: before });
  });
  const count = make("p", { role: "status", class: "count" });
  const body = make("tbody");
  const head = make("tr");
  const grid = make("table", { class: "calls" }, [
    make("caption", {}, [texts.caption]),
    make("thead", {}, [head]),
    body,
  ]);
  const back = make("button", { type: "button" }, [texts.back]);
  const next = make("button", { type: "button" }, [texts.next]);
  const place = make("span");
  /** @param {number} step */
  const turn = (step) => {
    const { pageIndex, pageSize } = state.pagination;
    setState({ pagination: { pageIndex: pageIndex + step, pageSize } });
    section.scrollIntoView({ block: "start" });
  };
  back.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  const pages = make("nav", { class: "paging", "aria-label": texts.pages }, [back, place, next]);

  /** @type {[id: string, label: string, isNumber: boolean][]} */
  const shown = [
    ["shop", texts.shop, false],
    ...attributes.flatMap(({ label, shown }, a) =>
      shown ? [/** @type {[string, string, boolean]} */ ([`attribute${a}`, label, false])] : []
    ),
    ["purchases", texts.purchases, true],
    ["items", texts.items, true],
    ["listed", texts.listed, true],
  ];
  for (const [id, label, isNumber] of shown) {
    const button = make("button", { type: "button" }, [label]);
    button.addEventListener("click", () => {
      const [now] = state.sorting;
      const desc = now?.id === id ? !now.desc : isNumber;
      setState({ sorting: [{ id, desc }], pagination: { ...state.pagination, pageIndex: 0 } });
    });
    head.append(
      make("th", { scope: "col", "data-id": id, ...isNumber ? { class: "number" } : {} }, [
        button,
      ]),
    );
  }
  head.append(make("th", { scope: "col" }, [texts.notes]));

  function draw() {
    for (const cell of head.querySelectorAll("[data-id]")) {
      const [{ id, desc }] = state.sorting;
      const isSorted = cell.getAttribute("data-id") === id;
      if (isSorted) cell.setAttribute("aria-sort", desc ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
    const found = table.getPrePaginationRowModel().rows.length;
    const rows = table.getRowModel().rows;
    count.textContent = filled(found === 0 ? texts.none : texts.count, {
      shown: number.format(found),
      all: number.format(shops.length),
    });
    body.replaceChildren(
      ...rows.flatMap((/** @type {{ original: Shop }} */ { original }) =>
        drawShop(original, shown, unfolded)
      ),
    );
    const { pageIndex } = state.pagination, last = Math.max(1, table.getPageCount());
    place.textContent = filled(texts.page, { page: pageIndex + 1, pages: last });
    back.disabled = pageIndex === 0;
    next.disabled = pageIndex + 1 >= last;
    pages.hidden = last === 1;
    grid.hidden = found === 0;
  }

  const filters = make("details", { class: "filters" }, [
    make("summary", {}, [texts.filters]),
    make("div", { class: "controls" }, [
      ...chosen.map(({ field }) => field),
      product.field,
    ]),
  ]);
  // on a phone they would push the shops off the screen
  filters.open = innerWidth > 832;
  section.append(
    make("div", { role: "search", "aria-label": texts.caption }, [
      make("div", { class: "controls quick" }, notes),
      make("div", { class: "controls" }, [
        field(search, texts.search),
        make("div", { class: "field buttons" }, [reset, print]),
      ]),
      filters,
    ]),
    count,
    grid,
    pages,
  );
  setState({});
})();
