import assert from "node:assert/strict";
import { measureVariable } from "../../../lib/drift/measure/variable_drift.ts";
import type { NumericColumn } from "../../../lib/table/column_table.ts";

const numbers = (...values: number[]): NumericColumn => ({
  kind: "numeric",
  name: "x",
  values: Float64Array.from(values),
});
const measured = (reference: NumericColumn, current: NumericColumn) =>
  measureVariable("x", reference, current, { minSamples: 3 });

Deno.test("variables with infinite values on either side are not tested", () => {
  const finite = numbers(1, 2, 3);
  for (const [a, b] of [[numbers(1, 2, Infinity), finite], [finite, numbers(-Infinity, 1, 2)]]) {
    assert.match(measured(a!, b!).why_not_tested!, /infinite/);
  }
  assert.equal(measured(finite, finite).tested, true);
});

Deno.test("the reason for too few values names the side with fewer", () => {
  const enough = numbers(1, 2, 3), few = numbers(1, NaN, 2);
  assert.match(measured(few, enough).why_not_tested!, /2 values in the reference, fewer than 3/);
  assert.match(measured(enough, few).why_not_tested!, /2 values now, fewer than 3/);
});
