// @ts-check
/// <reference lib="dom" />
/**
 * What the other scripts of the call list share, in the browser: its shops, unpacked, numbers as
 * text, and elements.
 */

/**
 * @param {import("./packed_calls.ts").CallData} data
 */
function callShops({ locale, attributes, shops: packed }) {
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  // a column of numbers has its commas below each other
  const tenths = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const count = new Intl.NumberFormat(locale, { useGrouping: "always" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });

  /** @template T @param {readonly T[]} list @param {number} i the index of an item that exists */
  const at = (list, i) => /** @type {T} */ (list[i]);

  const shops = packed.map(
    ([id, purchases, items, codes, listed, offers, stopped, overdue, usual]) => {
      /** @type {import("./packed_calls.ts").NoteKind[]} */
      const kinds = [];
      if (overdue) kinds.push("overdue");
      if (stopped.length > 0) kinds.push("stopped");
      if (offers.length > 0) kinds.push("offers");
      const values = codes.map((code, a) => code < 0 ? "" : at(at(attributes, a).values, code));
      const named = new Set(
        [...listed, ...offers, ...stopped, ...usual].map(([product]) => product),
      );
      return {
        id,
        purchases,
        items,
        values,
        listed,
        offers,
        stopped,
        overdue,
        usual,
        named,
        kinds,
      };
    },
  );

  return {
    shops,
    at,
    /** Products by what is likely: 80 % and more, 50 to 80 %, and less, as the rounded percents say. */
    byChance: (/** @type {import("./packed_calls.ts").PackedProduct[]} */ listed) =>
      [[795, 1001], [495, 795], [0, 495]].map(([from = 0, to = 0]) =>
        listed.filter(([, thousandths]) => thousandths >= from && thousandths < to)
      ),
    percent: (/** @type {number} */ share) => percent.format(share),
    tenths: (/** @type {number} */ value) => tenths.format(value),
    count: (/** @type {number} */ value) => count.format(value),
    /** Whole units from 1 on, as one orders them. @param {number} quantity */
    units: (quantity) => number.format(quantity < 1 ? quantity : Math.round(quantity)),
    /** @param {string} text @param {Record<string, string | number>} values */
    filled: (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name])),
    /**
     * @template {keyof HTMLElementTagNameMap} Tag
     * @param {Tag} tag @param {Record<string, string>} [given] @param {(Node | string)[]} [children]
     */
    make(tag, given = {}, children = []) {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
      element.append(...children);
      return element;
    },
  };
}

Object.assign(globalThis, { callShops });
