import assert from "node:assert/strict";
import { includedWeeks } from "../../../lib/features/pairs/included_weeks.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";
import { type Line, smallSales } from "../small_sales.ts";

/** Included weeks of data with a line in every week except those left out, or only returned. */
function included(
  firstWeek: number,
  predictedWeek: number,
  count: number,
  { empty = [] as number[], returned = [] as number[] } = {},
): number[] {
  const weeks = Array.from({ length: predictedWeek - firstWeek }, (_, i) => firstWeek + i);
  const lines = weeks.filter((week) => !empty.includes(week)).map((week): Line => ({
    day: mondayOfWeek(week),
    customer: 0,
    product: 0,
    order: week,
    items: returned.includes(week) ? -1 : 1,
  }));
  return includedWeeks({ ...smallSales(lines), firstWeek, predictedWeek }, count);
}

Deno.test("includedWeeks() are the newest complete weeks, oldest first", () => {
  assert.deepEqual(included(0, 30, 4), [26, 27, 28, 29]);
});

Deno.test("includedWeeks() leaves out the first week, which has no past", () => {
  assert.deepEqual(included(10, 15, 24), [11, 12, 13, 14]);
});

Deno.test("includedWeeks() includes the first week if there are only three", () => {
  assert.deepEqual(included(10, 13, 24), [10, 11, 12]);
});

Deno.test("includedWeeks() replaces weeks without purchases with earlier weeks", () => {
  const empty = [25, 26, 28];
  assert.deepEqual(included(0, 30, 4, { empty }), [23, 24, 27, 29]);
  assert.deepEqual(included(0, 30, 4, { empty: [28, 29] }), [24, 25, 26, 27]);
  assert.deepEqual(included(10, 15, 24, { empty: [12, 13] }), [10, 11, 14]);
});

Deno.test("includedWeeks() leaves out weeks with only returns", () => {
  assert.deepEqual(included(0, 10, 4, { returned: [7] }), [5, 6, 8, 9]);
});

Deno.test("includedWeeks() are all weeks with purchases if there are fewer than three", () => {
  assert.deepEqual(included(10, 13, 24, { empty: [11] }), [10, 12]);
});
