import assert from "node:assert/strict";
import { includedWeeks } from "../../../lib/features/pairs/included_weeks.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";

function included(firstWeek: number, predictedWeek: number, count: number): number[] {
  return includedWeeks({ firstWeek, predictedWeek } as SalesData, count);
}

Deno.test("includedWeeks() are the newest complete weeks, oldest first", () => {
  assert.deepEqual(included(0, 30, 4), [26, 27, 28, 29]);
});

Deno.test("includedWeeks() leaves out the first week, which has no past", () => {
  assert.deepEqual(included(10, 15, 24), [11, 12, 13, 14]);
});

Deno.test("includedWeeks() takes the first week where there are only three", () => {
  assert.deepEqual(included(10, 13, 24), [10, 11, 12]);
});
