// @ts-check
/// <reference lib="dom" />
/** What is unfolded below a shop of the call list, in the browser: numbers, and its products. */

/**
 * @param {import("./packed_calls.ts").CallData} data
 * @param {any} shared of callShops()
 */
function callDetails(
  { texts, attributes, products, reasons },
  { at, make, percent, units, tenths, filled, byChance },
) {
  const CHANCES = [texts.sure, texts.probable, texts.perhaps];
  const ALL = [texts.product, texts.probability, texts.quantity, texts.reason];

  /** How much of what is expected is listed: the numbers of the shop are of all products. */
  const share = (/** @type {import("./packed_calls.ts").Shop} */ shop) => {
    let purchases = 0, items = 0;
    for (const [, thousandths, quantity] of shop.listed) {
      purchases += thousandths / 1000;
      items += thousandths / 1000 * quantity;
    }
    return filled(texts.share, {
      listedPurchases: tenths(purchases),
      purchases: tenths(shop.purchases),
      listedItems: units(items),
      items: units(shop.items),
    });
  };
  /** @param {number} p */
  const nameCell = (p) => {
    const [id, name] = at(products, p);
    const shown = name === id ? [] : [make("small", {}, [` ${id}`])];
    return make("th", { scope: "row" }, [name, ...shown]);
  };
  /** @param {import("./packed_calls.ts").PackedProduct} product */
  const row = ([p, thousandths, quantity, reason]) =>
    make("tr", {}, [
      nameCell(p),
      make("td", { class: "number", "data-label": texts.probability }, [
        percent(thousandths / 1000),
      ]),
      make("td", { class: "number", "data-label": texts.quantity }, [units(quantity)]),
      make("td", { "data-label": texts.reason }, [at(reasons, reason)]),
    ]);
  /** @param {import("./packed_calls.ts").PackedPast} past */
  const pastRow = ([p, reason]) =>
    make("tr", {}, [nameCell(p), make("td", {}, [at(reasons, reason)])]);
  /** @param {string} title @param {Node[]} rows @param {string[]} columns */
  const list = (title, rows, columns) => {
    if (rows.length === 0) return [];
    const head = columns.map((text) => {
      const isNumber = text === texts.probability || text === texts.quantity;
      return make("th", { scope: "col", ...isNumber ? { class: "number" } : {} }, [text]);
    });
    return [make("table", { class: "products" }, [
      make("caption", {}, [title]),
      make("thead", {}, [make("tr", {}, head)]),
      make("tbody", {}, rows),
    ])];
  };

  /** @param {import("./packed_calls.ts").Shop} shop @returns {HTMLElement[]} */
  return (shop) => {
    const others = attributes.flatMap(({ label, shown }, a) =>
      shown || shop.values[a] === "" ? [] : [`${label}: ${shop.values[a]}`]
    );
    const overdue = shop.overdue && [
      make("strong", {}, [`${texts.overdue}: `]),
      at(reasons, shop.overdue[0]),
    ];
    const facts = [
      overdue,
      others.length > 0 && [others.join(" · ")],
      shop.listed.length > 0 && [share(shop)],
    ];
    return [
      ...facts.filter(Boolean).map((parts) => make("p", {}, parts)),
      ...list(texts.usual, shop.usual.map(pastRow), [texts.product, texts.reason]),
      ...list(texts.toAsk, shop.stopped.map(pastRow), [texts.product, texts.reason]),
      ...list(texts.toTry, shop.offers.map(row), ALL),
      ...byChance(shop.listed).flatMap(
        (
          /** @type {import("./packed_calls.ts").PackedProduct[]} */ some,
          /** @type {number} */ c,
        ) => list(at(CHANCES, c), some.map(row), ALL),
      ),
    ];
  };
}

Object.assign(globalThis, { callDetails });
