import assert from "node:assert/strict";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { expectedItemsReport } from "../../lib/stages/expected_items.ts";
import { weekName } from "../../lib/table/time/week.ts";
import { randomLines, smallSales } from "../features/small_sales.ts";

/** The report of equal pairs that are expected `expected` times in all. */
function reportOf(weeks: number, expected: number) {
  const sales = smallSales(randomLines(5, { weeks, count: 3000 }), weeks);
  const { length } = fullCatalogue(sales).customer;
  return {
    sales,
    report: expectedItemsReport(sales, {
      week: sales.predictedWeek,
      probability: new Float64Array(length).fill(expected / length),
      quantity: new Float64Array(length).fill(1),
    }),
  };
}

Deno.test("the usual week is the mean of named weeks, and intervals say how many they rest on", () => {
  const { sales, report } = reportOf(12, 50);
  const names = [4, 3, 2, 1].map((back) => weekName(sales.predictedWeek - back));
  assert.deepEqual(report.usual_weeks, names);
  assert.equal(report.past_weeks, 8);
  const young = reportOf(3, 50).report;
  assert.equal(young.usual_weeks!.length, 3);
  assert.equal(young.past_weeks, undefined);
});

Deno.test("the sum is not rounded before whoever shows it rounds", () => {
  const { purchases, items } = reportOf(12, 23_520.48).report.total;
  for (const { expected } of [purchases, items]) assert.equal(Math.round(expected), 23_520);
});
