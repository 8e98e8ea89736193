import assert from "node:assert/strict";
import fc from "fast-check";
import pl from "nodejs-polars";
import { idSeries, idsOf } from "../../lib/table/id_column.ts";
import { compareIds, findId, idsAt, positionsOf, showId } from "../../lib/table/ids.ts";

const NUMBERS = Float64Array.of(-3, 7, 2 ** 53 - 1), TEXTS = ["-3", "00123", "7", "C7"];

Deno.test("positionsOf() finds each known id, and −1 for every other", () => {
  const ids = fc.uniqueArray(fc.string(), { minLength: 1 });
  fc.assert(fc.property(ids, fc.string(), (known, other) => {
    assert.deepEqual([...positionsOf(known, known)], [...known.keys()]);
    assert.equal(positionsOf(known, [other])[0], known.indexOf(other));
  }));
  assert.deepEqual([...positionsOf(NUMBERS, Float64Array.of(2 ** 53 - 1, 8, -3))], [2, -1, 0]);
});

Deno.test("positionsOf() converts a number to its decimal text if the other side has texts", () => {
  assert.deepEqual([...positionsOf(NUMBERS, TEXTS)], [0, -1, 1, -1]);
  assert.deepEqual([...positionsOf(TEXTS, NUMBERS)], [0, 2, -1]);
  assert.deepEqual([...positionsOf(["9007199254740991"], NUMBERS)], [-1, -1, 0]);
});

Deno.test("compareIds() orders numbers by value and texts by code unit", () => {
  assert.deepEqual([10, -1, 9].sort(compareIds), [-1, 9, 10]);
  assert.deepEqual(["b", "10", "Z", "9", "é", "b"].sort(compareIds), [
    "10",
    "9",
    "Z",
    "b",
    "b",
    "é",
  ]);
});

Deno.test("findId() finds the id that was typed, also a text with blanks around it", () => {
  assert.equal(findId(NUMBERS, "7"), 1);
  assert.equal(findId(NUMBERS, "-3"), 0);
  for (const typed of ["8", "7.0", "7e0", "C7", ""]) assert.equal(findId(NUMBERS, typed), -1);
  assert.equal(findId(TEXTS, " 00123 "), 1);
  assert.equal(findId(TEXTS, "123"), -1);
});

Deno.test("showId() distinguishes a text from a number", () => {
  assert.deepEqual([7, "7", 'a"\n'].map(showId), ["7", '"7"', '"a\\"\\n"']);
});

Deno.test("a column keeps its ids and their type", () => {
  const integers = idSeries("customer_id", NUMBERS);
  assert.equal(integers.dtype.variant, "Int64");
  assert.deepEqual(idsOf(pl.DataFrame([integers]), "customer_id"), NUMBERS);
  fc.assert(fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (ids) => {
    const texts = idSeries("product_id", ids);
    assert.equal(texts.dtype.variant, "String");
    assert.deepEqual(idsOf(pl.DataFrame([texts]), "product_id"), ids);
  }));
});

Deno.test("a column may have 200,000 different texts", () => {
  const ids = Array.from({ length: 200_000 }, (_, i) => `order ${i * 7919 % 200_000}`);
  const read = idsOf(pl.DataFrame([idSeries("order_id", ids)]), "order_id");
  assert.deepEqual(idsAt(read, [0, 1, 199_999]), idsAt(ids, [0, 1, 199_999]));
});
