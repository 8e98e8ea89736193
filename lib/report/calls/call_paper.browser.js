// @ts-check
/// <reference lib="dom" />
/** The call list on paper, in the browser: the shops found, with their products, and nothing else. */

/** @typedef {import("./packed_calls.ts").Shop} Shop */

/**
 * @param {any} shared of callShops()
 */
function callPaper({ byChance }) {
  return {
    /** Shops that are printed at once: the largest 100 are 62 pages in English, 84 in Spanish. */
    most: 100,

    /**
     * Pages of A4 in Chromium, 1,047 pixels each: a shop takes 110 of them, a group of its products
     * 45, and a product 29, which are one line or two.
     * @param {Shop[]} shops
     */
    pagesOf(shops) {
      const heights = shops.flatMap(({ usual, stopped, offers, listed }) =>
        [usual, stopped, offers, ...byChance(listed)]
          .map(({ length }) => length === 0 ? 0 : 45 + 29 * length).concat(110)
      );
      return Math.max(1, Math.round(heights.reduce((sum, height) => sum + height, 0) / 1047));
    },

    /** @param {() => void} restore what is called once the paper is made */
    print(restore) {
      const { classList } = document.documentElement;
      classList.add("calls-only");
      addEventListener("afterprint", () => {
        classList.remove("calls-only");
        restore();
      }, { once: true });
      globalThis.print();
    },
  };
}

Object.assign(globalThis, { callPaper });
