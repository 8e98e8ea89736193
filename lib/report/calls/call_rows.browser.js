// @ts-check
/// <reference lib="dom" />
/**
 * A shop of the call list as rows of a table, in the browser: one with its numbers, one with its
 * products, which is drawn when it is unfolded.
 */

/**
 * @param {import("./call_data.ts").CallData} data
 */
function callRows({ texts, locale, attributes, products, reasons, shops: packed }) {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // a column of numbers has its commas below each other
  const tenths = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  /** Whole units from 1 on, as one orders them. */
  const units = (/** @type {number} */ quantity) =>
    number.format(quantity < 1 ? quantity : Math.round(quantity));
  /** What is likely, in thousandths, most likely first. @type {[string, number, number][]} */
  const LIKELY = [[texts.sure, 800, 1001], [texts.probable, 500, 800], [texts.perhaps, 0, 500]];
  /** @template T @param {readonly T[]} list @param {number} i the index of an item that exists */
  const at = (list, i) => /** @type {T} */ (list[i]);
  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag @param {Record<string, string>} [given] @param {(Node | string)[]} [children]
   */
  const make = (tag, given = {}, children = []) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const shops = packed.map(
    ([id, purchases, items, codes, listed, offers, stopped, overdue]) => {
      const values = codes.map((code, a) => code < 0 ? "" : at(at(attributes, a).values, code));
      const named = [...listed, ...offers, ...stopped].map(([product]) => product);
      return {
        id,
        purchases,
        items,
        values,
        listed,
        offers,
        stopped,
        overdue,
        named: new Set(named),
      };
    },
  );
  /** @typedef {typeof shops[number]} Shop */
  const searched = new Map(shops.map((shop) => [
    shop,
    [shop.id, ...shop.values, ...[...shop.named].map((p) => at(products, p).join(" "))]
      .join(" ").toLocaleLowerCase(locale),
  ]));

  /** @param {Shop} shop @returns {[kind: string, text: string][]} */
  function notesOf(shop) {
    /** @type {[string, string][]} */
    const found = [];
    if (shop.overdue >= 0) found.push(["overdue", texts.overdue]);
    if (shop.stopped.length > 0) {
      found.push(["stopped", `${texts.stopped}: ${shop.stopped.length}`]);
    }
    if (shop.offers.length > 0) found.push(["offers", `${texts.offers}: ${shop.offers.length}`]);
    return found;
  }

  /**
   * @param {Shop} shop
   * @param {[id: string, label: string, isNumber: boolean][]} shown the columns
   * @param {Set<Shop>} unfolded
   */
  function drawShop(shop, shown, unfolded) {
    const inside = make("td", { colspan: String(shown.length + 1) });
    const details = make("tr", { class: "details", id: `shop-${shop.id}` }, [inside]);
    const button = make("button", { type: "button", "aria-controls": details.id }, [shop.id]);
    const unfold = (/** @type {boolean} */ isOpen) => {
      button.setAttribute("aria-expanded", String(isOpen));
      details.hidden = !isOpen;
      if (isOpen && inside.childElementCount === 0) inside.append(...drawDetails(shop));
    };
    button.addEventListener("click", () => {
      if (!unfolded.delete(shop)) unfolded.add(shop);
      unfold(unfolded.has(shop));
    });
    unfold(unfolded.has(shop));
    const values = {
      purchases: tenths.format(shop.purchases),
      items: units(shop.items),
      listed: number.format(shop.listed.length),
    };
    const cells = shown.slice(1).map(([id, label, isNumber]) => {
      const text = id in values
        ? values[/** @type {keyof values} */ (id)]
        : at(shop.values, Number(id.slice("attribute".length)));
      return make("td", { "data-label": label, ...isNumber ? { class: "number" } : {} }, [text]);
    });
    const badges = notesOf(shop).map(([kind, text]) =>
      make("span", { class: `badge ${kind}` }, [text])
    );
    return [
      make("tr", { class: "shop" }, [
        make("th", { scope: "row" }, [button]),
        ...cells,
        make("td", { class: "notes" }, badges),
      ]),
      details,
    ];
  }

  /** @param {Shop} shop */
  function drawDetails(shop) {
    /** @type {HTMLElement[]} */
    const parts = [];
    if (shop.overdue >= 0) {
      parts.push(
        make("p", {}, [make("strong", {}, [`${texts.overdue}: `]), at(reasons, shop.overdue)]),
      );
    }
    /** @param {string} title @param {Node[]} rows @param {string[]} columns */
    const list = (title, rows, columns) => {
      if (rows.length === 0) return;
      parts.push(make("table", { class: "products" }, [
        make("caption", {}, [title]),
        make("thead", {}, [
          make(
            "tr",
            {},
            columns.map((text) => {
              const isNumber = text === texts.probability || text === texts.quantity;
              return make("th", { scope: "col", ...isNumber ? { class: "number" } : {} }, [text]);
            }),
          ),
        ]),
        make("tbody", {}, rows),
      ]));
    };
    /** @param {import("./call_data.ts").PackedProduct} product */
    const row = ([p, chance, quantity, reason]) =>
      make("tr", {}, [
        nameCell(p),
        make("td", { class: "number", "data-label": texts.probability }, [
          percent.format(chance / 1000),
        ]),
        make("td", { class: "number", "data-label": texts.quantity }, [units(quantity)]),
        make("td", { "data-label": texts.reason }, [at(reasons, reason)]),
      ]);
    const nameCell = (/** @type {number} */ p) => {
      const [id, name] = at(products, p);
      return make("th", { scope: "row" }, [
        name,
        ...name === id ? [] : [
          make("small", {}, [` ${id}`]),
        ],
      ]);
    };
    const full = [texts.product, texts.probability, texts.quantity, texts.reason];
    list(
      texts.toAsk,
      shop.stopped.map(([p, reason]) =>
        make("tr", {}, [nameCell(p), make("td", {}, [at(reasons, reason)])])
      ),
      [texts.product, texts.reason],
    );
    list(texts.toTry, shop.offers.map(row), full);
    for (const [title, from, to] of LIKELY) {
      const likely = shop.listed.filter(([, chance]) => chance >= from && chance < to);
      list(title, likely.map(row), full);
    }
    return parts;
  }

  return { shops, searched, make, notesOf, drawShop };
}

Object.assign(globalThis, { callRows });
