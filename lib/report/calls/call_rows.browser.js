// @ts-check
/// <reference lib="dom" />
/**
 * A shop of the call list as rows of a table, in the browser: one with its numbers, one with its
 * products, which is drawn when it is unfolded.
 */

/**
 * @param {import("./packed_calls.ts").CallData} data
 * @param {any} shared of callShops()
 * @param {(shop: import("./packed_calls.ts").Shop) => HTMLElement[]} drawDetails
 */
function callRows({ texts }, { at, make, filled, count, tenths, units }, drawDetails) {
  /** @type {Set<import("./packed_calls.ts").Shop>} */
  const unfolded = new Set();

  /** @param {import("./packed_calls.ts").Shop} shop */
  const badges = ({ overdue, stopped, offers, kinds }) => {
    const text = {
      overdue: filled(texts.silentFor, { weeks: overdue?.[1] ?? 0 }),
      stopped: `${texts.stopped}: ${stopped.length}`,
      offers: `${texts.offers}: ${offers.length}`,
    };
    return kinds.map((kind) => make("span", { class: `badge ${kind}` }, [text[kind]]));
  };

  /**
   * @param {import("./packed_calls.ts").Shop} shop
   * @param {[id: string, label: string, isNumber: boolean][]} columns
   */
  function drawShop(shop, columns) {
    const inside = make("td", { colspan: String(columns.length + 1) });
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
      purchases: tenths(shop.purchases),
      items: units(shop.items),
      listed: count(shop.listed.length),
    };
    const cells = columns.slice(1).map(([id, label, isNumber]) => {
      const text = id in values
        ? values[/** @type {keyof values} */ (id)]
        : at(shop.values, Number(id.slice("attribute".length)));
      return make("td", { "data-label": label, ...isNumber ? { class: "number" } : {} }, [text]);
    });
    return [
      make("tr", { class: "shop" }, [
        make("th", { scope: "row" }, [button]),
        ...cells,
        make("td", { class: "notes" }, badges(shop)),
      ]),
      details,
    ];
  }

  return { unfolded, drawShop };
}

Object.assign(globalThis, { callRows });
