import assert from "node:assert/strict";
import fc from "fast-check";
import { emptyWeeks, purchasedWeeks } from "../../../lib/features/purchases/purchased_weeks.ts";
import { weeklyPurchases } from "../../../lib/features/purchases/weekly_purchases.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, smallSales } from "../small_sales.ts";

const line = (week: number, customer: number, items: number) => ({
  day: mondayOfWeek(FIRST_WEEK + week),
  customer,
  product: 0,
  order: week,
  items,
});

Deno.test("a week in which one pair was bought counts, however much others returned", () => {
  const sales = smallSales([
    line(0, 0, 1),
    line(1, 0, 2),
    line(1, 1, -50),
    line(2, 0, -1),
    line(3, 0, 2),
    line(3, 0, -2),
    line(5, 0, 1),
    line(6, 0, 1),
  ], 6);
  assert.deepEqual(purchasedWeeks(sales).map((week) => week - FIRST_WEEK), [0, 1, 5]);
  assert.deepEqual(emptyWeeks(sales).map((week) => week - FIRST_WEEK), [2, 3, 4]);
});

Deno.test("purchasedWeeks() are those with a positive net quantity of a pair, in any order", () => {
  const lines = fc.array(
    fc.tuple(fc.nat(9), fc.nat(2), fc.constantFrom(-2, -1, -1 / 3, 1 / 3, 1, 2, 1e-9)),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(lines, (drawn) => {
      const sales = smallSales(drawn.map(([week, who, items]) => line(week, who, items)));
      const { week, items } = weeklyPurchases(sales.lines);
      const expected = new Set(week.filter((_, row) => items[row]! > 0));
      assert.deepEqual(purchasedWeeks(sales), [...expected].sort((a, b) => a - b));
    }),
    { seed: 1, numRuns: 500 },
  );
});
