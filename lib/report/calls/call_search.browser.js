// @ts-check
/**
 * The search of the call list, in the browser: words in any order, without regard to case and
 * accents. Every word must be in the shop's id and attributes, or all that are not must be in one of
 * its products: "brand 3" does not find a shop for a brand 7 and a size of 3 l.
 *
 * O(words × (shops + products)) for each text.
 */

/**
 * @param {import("./packed_calls.ts").Shop[]} shops
 * @param {[id: string, name: string][]} products
 */
function callSearch(shops, products) {
  // one letter and its accent are two characters in the decomposed form
  const folded = (/** @type {string} */ text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const ids = new Map(shops.map((shop) => [shop, folded(shop.id)]));
  const ofShop = new Map(
    shops.map((shop) => [shop, folded([shop.id, ...shop.values].join(" "))]),
  );
  const ofProduct = products.map((product) => folded(product.join(" ")));

  /** @param {string} text */
  return (text) => {
    // names of products have middle dots, filters show ids in brackets
    const written = text.split(/[\s·,;()"“”]+/u).filter((word) => word !== "");
    const words = written.map(folded);
    const isFound = words.map((word) => ofProduct.map((product) => product.includes(word)));
    const all = [...ofShop.values()];
    return {
      isEmpty: words.length === 0,
      /** The first word that is nowhere in the list. */
      unknown: written.find((_, w) =>
        !isFound[w]?.includes(true) && !all.some((shop) => shop.includes(words[w] ?? ""))
      ),
      /** @param {import("./packed_calls.ts").Shop} shop */
      fits(shop) {
        const own = ofShop.get(shop) ?? "";
        const rest = isFound.filter((_, w) => !own.includes(words[w] ?? ""));
        return rest.length === 0 || [...shop.named].some((p) => rest.every((found) => found[p]));
      },
      /** Whether a word is the shop's id. @param {import("./packed_calls.ts").Shop} shop */
      names: (shop) => words.includes(ids.get(shop) ?? ""),
    };
  };
}

Object.assign(globalThis, { callSearch });
