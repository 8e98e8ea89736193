import { sourceOf } from "../../lib/features/pairs/row_source.ts";
import assert from "node:assert/strict";
import { SEARCHED_KINDS } from "../../lib/config/parameters.ts";
import { featureSource } from "../../lib/features/feature_source.ts";
import { includedWeeks } from "../../lib/features/pairs/included_weeks.ts";
import {
  concatRows,
  type LabelledRows,
  rowsFromFrame,
} from "../../lib/features/pairs/labelled_rows.ts";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { simulatedSales } from "../../lib/simulator/simulated_sales.ts";
import { random } from "../../lib/stats/random.ts";
import { splitData } from "../../lib/stages/split_data.ts";
import { trainModel } from "../../lib/stages/train_model.ts";
import { framesOf } from "../../lib/table/block.ts";

const SALES = simulatedSales({ customers: 80, products: 20, weeks: 16 });
const SPLIT = splitData(SALES, includedWeeks(SALES, 8), featureSource(SALES, "default"), {
  preset: "default",
  maxRows: 1_000_000,
  seed: 0,
});
const ROWS = Object.fromEntries(
  (["train", "val", "test"] as const).map((part) => [
    part,
    concatRows(Array.from(framesOf(SPLIT[part]), (frame) => rowsFromFrame(frame, []))),
  ]),
) as Record<"train" | "val" | "test", LabelledRows>;

/** The labels of each week in another order: they say nothing about the features any more. */
function permuted(rows: LabelledRows, seed: number): LabelledRows {
  const chance = random(seed), label = rows.label.slice();
  for (let begin = 0, end = 0; begin < rows.length; begin = end) {
    end = rows.week.lastIndexOf(rows.week[begin]!) + 1;
    for (let i = end - 1; i > begin; i--) {
      const other = begin + chance.below(i - begin + 1);
      [label[i], label[other]] = [label[other]!, label[i]!];
    }
  }
  return { ...rows, label };
}

/** The lowest and highest average precision of 200 random rankings. */
function ofRandomRankings(label: Uint8Array): [low: number, high: number] {
  const chance = random(1);
  const values = Array.from(
    { length: 200 },
    () => averagePrecision(label, Float64Array.from(label, () => chance.uniform())),
  );
  return [Math.min(...values), Math.max(...values)];
}

for (const model of SEARCHED_KINDS) {
  const precision = async (rows: typeof ROWS) => {
    const { results } = await trainModel({
      train: () => Promise.resolve(sourceOf(rows.train)),
      val: () => Promise.resolve(sourceOf(rows.val)),
      test: () => Promise.resolve(sourceOf(rows.test)),
      rates: SPLIT.rates,
    }, {
      preset: "default",
      model,
      engine: "forest",
      n_trials: 1,
      decision_threshold: "auto",
      seed: 0,
      workers: 1,
    });
    return results.test.average_precision;
  };

  Deno.test(`${model}: labels permuted within weeks cannot be predicted, true ones can`, async () => {
    const rows = { train: permuted(ROWS.train, 2), val: permuted(ROWS.val, 3), test: ROWS.test };
    const shuffledTest = { ...rows, test: permuted(ROWS.test, 4) };
    const [low, high] = ofRandomRankings(shuffledTest.test.label);
    const found = await precision(shuffledTest);
    assert.ok(found > low && found < high, `${found}, random ${low} to ${high}`);
    assert.ok(await precision(ROWS) > 1.5 * high);
  });
}
