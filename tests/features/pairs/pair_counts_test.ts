import assert from "node:assert/strict";
import fc from "fast-check";
import { boughtBefore } from "../../../lib/features/pairs/bought_before.ts";
import { matrixCross, matrixPairs } from "../../../lib/features/pairs/matrix_pairs.ts";
import { pairCounts } from "../../../lib/features/pairs/pair_counts.ts";
import { purchased } from "../../../lib/features/pairs/purchased.ts";
import { sampleNegatives, sampleSize } from "../../../lib/features/pairs/sample_negatives.ts";
import { weeklyPurchases } from "../../../lib/features/purchases/weekly_purchases.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../small_sales.ts";

Deno.test("counts are those of the flags, and the size of a sample is the number of its rows", () => {
  const weeks = [0, 1, 3, 4, 7].map((i) => FIRST_WEEK + i);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.constantFrom("default", "original"),
      fc.boolean(),
      fc.record({ repeatRate: share, newRate: share }),
      (seed, preset, byRepeat, rates) => {
        const sales = smallSales(randomLines(seed)), weekly = weeklyPurchases(sales.lines);
        const crossOf = (week: number) => matrixCross(sales, week, preset);
        for (const [week, counts] of pairCounts(weekly, weeks, crossOf, { byRepeat })) {
          const pairs = matrixPairs(sales, week, preset), label = purchased(weekly, week, pairs);
          const repeat = byRepeat ? boughtBefore(weekly, week, pairs) : undefined;
          const count = (is: (row: number) => unknown) =>
            label.reduce((sum, _, row) => sum + (is(row) ? 1 : 0), 0);
          assert.deepEqual(counts, {
            bought: count((row) => label[row]),
            repeat: count((row) => !label[row] && repeat?.[row]),
            unbought: count((row) => !label[row] && !repeat?.[row]),
          });
          const sample = sampleNegatives(label, repeat, { ...rates, seed, week });
          assert.equal(sampleSize(counts, rates), sample.length);
        }
      },
    ),
    { numRuns: 30 },
  );
});
