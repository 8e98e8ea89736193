// @ts-check
/// <reference lib="dom" />
/**
 * The controls of the call list, in the browser: search, order, filters, and what clears them. They
 * show what the reader chose, and tell what changes.
 */

/** @typedef {import("./packed_calls.ts").Shop} Shop */
/** @typedef {import("./packed_calls.ts").View} View */

/**
 * @param {import("./packed_calls.ts").CallData} data
 * @param {any} shared of callShops()
 * @param {{ columns: [id: string, label: string, isNumber: boolean][],
 *   orderText: (order: View["order"]) => string,
 *   change: (changed: Partial<View>) => void,
 *   view: () => View }} list
 */
function callControls(
  { texts, locale, attributes, products },
  { shops, make, count },
  { columns, orderText, change, view },
) {
  const compare = new Intl.Collator(locale, { numeric: true }).compare;
  /** @param {HTMLElement} control @param {string} label @param {string} [kind] */
  const field = (control, label, kind = "") =>
    make("div", { class: `field ${kind}` }, [make("label", { for: control.id }, [label]), control]);
  /** @param {string} id @param {{ value: string, text: string }[]} options */
  const select = (id, options) =>
    make(
      "select",
      { id: `call-${id}` },
      options.map(({ value, text }) => make("option", { value }, [text])),
    );
  const ANY = { value: "", text: texts.any };

  const search = make("input", { type: "search", id: "call-search", autocomplete: "off" });
  search.addEventListener("input", () => change({ text: search.value }));

  // weeks without an order are known of shops that are late only
  const orders = [
    ...columns.flatMap(([id, , isNumber]) => [{ id, desc: isNumber }, { id, desc: !isNumber }]),
    { id: "late", desc: true },
  ];
  const sort = select(
    "sort",
    orders.map((order, o) => ({ value: String(o), text: orderText(order) })),
  );
  sort.addEventListener("change", () => {
    const order = orders[Number(sort.value)];
    if (order) change({ order });
  });

  const chosen = attributes.flatMap(({ label, values, filter }, a) => {
    if (!filter) return [];
    const options = values.toSorted(compare).map((value) => ({ value, text: value }));
    const control = select(`attribute${a}`, [ANY, ...options]);
    control.addEventListener(
      "change",
      () => change({ values: { ...view().values, [a]: control.value } }),
    );
    return [{ a, label, control }];
  });
  const named = products.map(([id, name], p) => ({
    value: String(p),
    text: name === id ? id : `${name} (${id})`,
  })).sort((x, y) => compare(x.text, y.text));
  const product = select("product", [ANY, ...named]);
  product.addEventListener(
    "change",
    () => change({ product: product.value === "" ? undefined : Number(product.value) }),
  );

  /** @type {[kind: Shop["kinds"][number], label: string][]} */
  const NOTES = [["overdue", texts.silent], ["stopped", texts.lapsed], ["offers", texts.open]];
  const notes = NOTES.flatMap(([kind, label]) => {
    if (!shops.some((/** @type {Shop} */ { kinds }) => kinds.includes(kind))) return [];
    const button = make("button", { type: "button", class: `badge ${kind}` });
    button.addEventListener("click", () => {
      const on = view().notes;
      change({ notes: on.includes(kind) ? on.filter((o) => o !== kind) : [...on, kind] });
    });
    return [{ kind, label, button }];
  });

  const clear = make("button", { type: "button" }, [texts.clear]);
  clear.addEventListener("click", () => {
    change({ text: "", values: {}, product: undefined, notes: [] });
    // the button is hidden now
    search.focus();
  });
  const print = make("button", { type: "button" });
  const summary = make("summary");
  const filters = make("details", { class: "filters" }, [
    summary,
    make("div", { class: "controls quick" }, notes.map(({ button }) => button)),
    make("div", { class: "controls" }, [
      ...chosen.map(({ control, label }) => field(control, label)),
      field(product, texts.product),
      print,
    ]),
  ]);
  // on a phone they would push the shops off the screen
  filters.open = innerWidth > 832;

  /**
   * Shows what is chosen, and how many of the shops found have each note.
   * @param {Shop[]} found
   * @returns {string[]} what is chosen, in words
   */
  function show(found) {
    const { text, values, product: wanted, notes: on, order } = view();
    // setting a value moves the cursor to its end
    if (search.value !== text) search.value = text;
    sort.value = String(orders.findIndex(({ id, desc }) => id === order.id && desc === order.desc));
    for (const { control, a } of chosen) control.value = values[a] ?? "";
    product.value = wanted === undefined ? "" : String(wanted);
    for (const { kind, label, button } of notes) {
      const having = found.filter(({ kinds }) => kinds.includes(kind)).length;
      const isOn = on.includes(kind);
      button.textContent = `${label} (${count(having)})`;
      button.setAttribute("aria-pressed", String(isOn));
      button.disabled = having === 0 && !isOn;
    }
    const words = [
      ...chosen.flatMap(({ control, label }) =>
        control.value === "" ? [] : [`${label}: ${control.value}`]
      ),
      ...wanted === undefined ? [] : [`${texts.product}: ${product.selectedOptions[0].text}`],
      ...notes.filter(({ kind }) => on.includes(kind)).map(({ label }) => label),
    ];
    summary.textContent = words.length === 0 ? texts.filters : `${texts.filters} (${words.length})`;
    const all = text.trim() === "" ? words : [`“${text.trim()}”`, ...words];
    clear.hidden = all.length === 0;
    return all;
  }

  const element = make("div", { role: "search", "aria-label": texts.caption }, [
    make("div", { class: "controls" }, [
      field(search, texts.search, "text"),
      field(sort, texts.sort, "sort"),
    ]),
    filters,
  ]);
  return { element, clear, print, show };
}

Object.assign(globalThis, { callControls });
