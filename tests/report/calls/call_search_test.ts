import assert from "node:assert/strict";
import type { Shop } from "../../../lib/report/calls/packed_calls.ts";
import "../../../lib/report/calls/call_search.browser.js";

/** A search as the script of the page has it. */
interface Search {
  isEmpty: boolean;
  unknown: string | undefined;
  fits(shop: Shop): boolean;
  names(shop: Shop): boolean;
}
const { callSearch } = globalThis as unknown as {
  callSearch(shops: Shop[], products: [string, string][]): (text: string) => Search;
};

const PRODUCTS: [string, string][] = [
  ["7", "Café Ñandú · Lata · 0.25 l"],
  ["8", "Brand 9 · Botella · 3 l"],
  ["63", "Brand 3 · Lata · 1 l"],
];
const SHOPS = [
  { id: "120", values: ["Norte", "BAR"], named: new Set([0]) },
  { id: "121", values: ["Norte", "Almacén"], named: new Set([1]) },
  { id: "C1200", values: ["Sur", ""], named: new Set([1, 2]) },
] as unknown as Shop[];
const search = callSearch(SHOPS, PRODUCTS);
const found = (text: string) => SHOPS.filter(search(text).fits).map(({ id }) => id);

for (
  const [text, ids] of [
    ["cafe", ["120"]],
    ["CAFÉ", ["120"]],
    ["nandu", ["120"]],
    ["almacen", ["121"]],
    ["norte 120", ["120"]],
    ["  bar   norte ", ["120"]],
    ["lata cafe norte", ["120"]],
    ["Brand 3 · Lata · 1 l (63)", ["C1200"]],
    ["sur botella", ["C1200"]],
    ["120", ["120", "C1200"]],
    ["norte sur", []],
    ["", ["120", "121", "C1200"]],
  ] as [string, string[]][]
) {
  Deno.test(`the search for "${text}" finds ${ids.join(", ") || "no shop"}`, () => {
    assert.deepEqual(found(text), ids);
  });
}

Deno.test("words of different products do not fit together", () => {
  // Brand 9 has a bottle, Brand 3 a can
  assert.deepEqual(found("brand 9 lata"), []);
});

Deno.test("a search tells its first word that is nowhere, as it was typed", () => {
  assert.equal(search("norte Xyzzy").unknown, "Xyzzy");
  assert.equal(search("norte sur").unknown, undefined);
  assert.equal(search(" · ").isEmpty, true);
});

Deno.test("a search names the shops whose whole id was typed", () => {
  assert.deepEqual(SHOPS.filter(search("c1200 sur").names).map(({ id }) => id), ["C1200"]);
  assert.deepEqual(SHOPS.filter(search("120").names).map(({ id }) => id), ["120"]);
});
