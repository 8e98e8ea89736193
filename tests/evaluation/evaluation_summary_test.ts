import assert from "node:assert/strict";
import { backtest, type FitAndScore, type JudgedWeek } from "../../lib/evaluation/backtest.ts";
import { BASELINES } from "../../lib/evaluation/baselines.ts";
import { pairedDifference } from "../../lib/metrics/bootstrap.ts";
import { calibrationError } from "../../lib/metrics/calibration_error.ts";
import { pooled, summarize } from "../../lib/evaluation/evaluation_summary.ts";
import { evaluationTable } from "../../lib/evaluation/evaluation_table.ts";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

async function judgedWeeks(weeks = [FIRST_WEEK + 7, FIRST_WEEK + 8]): Promise<JudgedWeek[]> {
  const sales = smallSales(randomLines(4).sort((a, b) => a.day - b.day));
  const scored = (name: keyof typeof BASELINES): FitAndScore => (past) => ({
    probability: BASELINES[name](past, fullCatalogue(past)),
    decisionThreshold: 0.3,
  });
  return await backtest(sales, weeks, {
    random_forest: (past) => ({
      probability: scoresOf("decay", past).map((p, i) => 0.9 * p + 0.001 * (i % 7)),
      decisionThreshold: 0.3,
    }),
    gradient_boosting: scored("frequency"),
    decay: scored("decay"),
    popularity: scored("popularity"),
  });
}

function scoresOf(name: keyof typeof BASELINES, past: Parameters<FitAndScore>[0]) {
  return BASELINES[name](past, fullCatalogue(past));
}

Deno.test("a summary has the means of the records, inside their intervals", async () => {
  const judged = await judgedWeeks();
  const summaries = summarize(judged, ["decay", "popularity"]);
  assert.deepEqual(
    summaries.map(({ model }) => model),
    ["random_forest", "gradient_boosting", "decay", "popularity"],
  );
  for (const { model, mean, calibration_error_pooled } of summaries) {
    const own = judged.filter((week) => week.model === model);
    for (const name of ["average_precision", "recall_at_10", "log_loss"] as const) {
      const { estimate, low, high } = mean[name];
      const expected = own.reduce((sum, { record }) => sum + record[name], 0) / own.length;
      assert.ok(Math.abs(estimate - expected) < 1e-12);
      assert.ok(low <= estimate && estimate <= high, `${model} ${name}`);
    }
    const { label, probability } = pooled(own);
    assert.equal(calibration_error_pooled, calibrationError(label, probability));
  }
});

Deno.test("differences use the same resamples, from every baseline except itself", async () => {
  const judged = await judgedWeeks();
  const [forest, , decay] = summarize(judged, ["decay", "popularity"]);
  assert.deepEqual(Object.keys(forest!.minus), ["decay", "popularity"]);
  assert.deepEqual(Object.keys(decay!.minus), ["popularity"]);
  const difference = forest!.minus["decay"]!.average_precision;
  const of = (model: string) => judged.filter((week) => week.model === model);
  const { estimate } = pairedDifference(of("random_forest"), of("decay"));
  assert.ok(Math.abs(difference.estimate - estimate) < 1e-12);
  const apart = forest!.mean.average_precision.high - forest!.mean.average_precision.low;
  assert.ok(difference.high - difference.low < apart, "common variation cancels");
});

Deno.test("the table fits 100 columns, with every model, week and baseline", async () => {
  const judged = await judgedWeeks(Array.from({ length: 9 }, (_, i) => FIRST_WEEK + 2 + i));
  const table = evaluationTable(
    judged.map(({ record }) => record),
    summarize(judged, ["decay", "popularity"]),
  );
  const longest = Math.max(...table.split("\n").map((line) => line.length));
  assert.ok(longest <= 100, `${longest} columns`);
  for (const word of ["gradient_boosting", "W50", "W05", "− decay", "calib.", "2024-W50"]) {
    assert.ok(table.includes(word), `${word} is missing in\n${table}`);
  }
});
