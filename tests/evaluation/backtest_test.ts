import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { backtest, type FitAndScore } from "../../lib/evaluation/backtest.ts";
import { BASELINES } from "../../lib/evaluation/baselines.ts";
import { fullCatalogue, knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { purchased } from "../../lib/features/pairs/purchased.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { mondayOfWeek, weekName } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

/** Lines sorted by day, as in sales data. */
function someSales(seed: number): SalesData {
  return smallSales(randomLines(seed).sort((a, b) => a.day - b.day));
}

const baseline = (name: keyof typeof BASELINES): FitAndScore => (past) => ({
  probability: BASELINES[name](past, fullCatalogue(past)),
  decisionThreshold: 0.3,
});

Deno.test("a model gets only the data before the week", async () => {
  const sales = someSales(1);
  const weeks: number[] = [];
  await backtest(sales, [FIRST_WEEK + 6, FIRST_WEEK + 8], {
    spy: (past) => {
      weeks.push(past.predictedWeek);
      assert.ok(past.lines.day.every((day) => day < mondayOfWeek(past.predictedWeek)));
      assert.ok(past.lines.length > 100);
      return { probability: new Float64Array(72).fill(0.1), decisionThreshold: 0.5 };
    },
  });
  assert.deepEqual(weeks, [FIRST_WEEK + 6, FIRST_WEEK + 8]);
});

Deno.test("an oracle scores 1, in the known universe and in the full catalogue", async () => {
  const sales = someSales(2);
  const weekly = weeklyPurchases(sales.lines);
  const week = FIRST_WEEK + 8;
  const [judged] = await backtest(sales, [week], {
    oracle: () => ({
      probability: Float64Array.from(purchased(weekly, week, fullCatalogue(sales))),
      decisionThreshold: 0.5,
    }),
  });
  assert.ok(judged);
  const { record } = judged;
  assert.equal(record.week, weekName(week));
  assert.equal(record.pairs, knownUniverse(sales, week).customer.length);
  for (
    const name of [
      "average_precision",
      "average_precision_full_catalogue",
      "average_precision_repeat",
      "average_precision_new",
      "roc_auc_full_catalogue",
      "recall_at_10_repeat",
      "recall_at_10_new",
      "average_precision_low",
      "f1",
      "recall_at_10",
      "ndcg_at_10",
    ] as const
  ) assert.equal(record[name], 1, name);
  assert.ok(record.positives_repeat > 0 && record.positives_new > 0);
  assert.equal(record.positives_repeat + record.positives_new, record.positives);
  assert.equal(record.pairs_repeat + record.pairs_new, record.pairs);
  assert.equal(record.pairs_full_catalogue, fullCatalogue(sales).customer.length);
  assert.equal(record.positives + record.positives_beyond_known, record.positives_full_catalogue);
});

Deno.test("records are ordered by week, then model, and come with their scores", async () => {
  const seen: string[] = [];
  const weeks = [FIRST_WEEK + 7, FIRST_WEEK + 9];
  const judged = await backtest(
    someSales(3),
    weeks,
    { popularity: baseline("popularity"), decay: baseline("decay") },
    { onRecord: ({ week, model }) => seen.push(`${week} ${model}`) },
  );
  assert.deepEqual(
    seen,
    weeks.flatMap((week) => [`${weekName(week)} popularity`, `${weekName(week)} decay`]),
  );
  assert.deepEqual(judged.map(({ record }) => `${record.week} ${record.model}`), seen);
  for (const { label, probability, record } of judged) {
    assert.equal(label.length, record.pairs);
    assert.equal(record.average_precision, averagePrecision(label, probability));
  }
});

Deno.test("baselines are the documented shares", () => {
  const line = (week: number, customer: number, product: number, items = 1) => ({
    day: mondayOfWeek(week),
    customer,
    product,
    order: 1,
    items,
  });
  const w = FIRST_WEEK + 20;
  const sales = {
    ...smallSales([
      line(FIRST_WEEK, 0, 0),
      line(w - 13, 0, 0), // outside the frequency's window
      line(w - 12, 0, 0),
      line(w - 2, 0, 0),
      line(w - 1, 0, 0),
      line(w - 1, 0, 0), // a second order changes nothing
      line(w - 1, 1, 0),
      line(w - 1, 1, 1, -1), // a return is not a purchase
    ]),
    predictedWeek: w,
  };
  const pairs = { customer: Int32Array.of(0, 1, 8, 1), product: Int32Array.of(0, 0, 0, 1) };
  assert.deepEqual([...BASELINES.popularity(sales, pairs)], [3 / 8, 3 / 8, 3 / 8, 0]);
  assert.deepEqual([...BASELINES.frequency(sales, pairs)], [3 / 12, 1 / 12, 0, 0]);
  const possible = Array.from({ length: 20 }, (_, i) => 0.85 ** (i + 1)).reduce((a, b) => a + b);
  const sum = 0.85 ** 20 + 0.85 ** 13 + 0.85 ** 12 + 0.85 ** 2 + 0.85;
  const [decay] = BASELINES.decay(sales, pairs);
  assert.ok(Math.abs(decay! - sum / possible) < 1e-12);
});
