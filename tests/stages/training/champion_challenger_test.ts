import { sourceOf } from "../../../lib/features/pairs/row_source.ts";
import assert from "node:assert/strict";
import { featureSource } from "../../../lib/features/feature_source.ts";
import { includedWeeks } from "../../../lib/features/pairs/included_weeks.ts";
import { concatRows, rowsFromFrame } from "../../../lib/features/pairs/labelled_rows.ts";
import { championChallenger } from "../../../lib/stages/training/champion_challenger.ts";
import { splitData } from "../../../lib/stages/split_data.ts";
import { trainModel } from "../../../lib/stages/train_model.ts";
import { framesOf } from "../../../lib/table/block.ts";
import { weekName } from "../../../lib/table/time/week.ts";
import { predictProbability } from "../../../lib/model/model.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../../features/small_sales.ts";

const LAST = FIRST_WEEK + 9;

/** Trains on the weeks before a predicted week, with the inputs that `trainModel` needs. */
function lotsOf(weeks: number) {
  const sales = smallSales(randomLines(21, { count: 500 }), weeks);
  const { rates, ...split } = splitData(
    sales,
    includedWeeks(sales, 7),
    featureSource(sales, "default"),
    {
      preset: "default",
      maxRows: 1_000_000,
      seed: 0,
    },
  );
  const rows = (part: "train" | "val" | "test") =>
    concatRows(Array.from(framesOf(split[part]), (frame) => rowsFromFrame(frame, [])));
  const train = rows("train"), test = rows("test");
  const val = rows("val");
  return {
    input: {
      train: () => Promise.resolve(sourceOf(train)),
      val: () => Promise.resolve(sourceOf(val)),
      test: () => Promise.resolve(sourceOf(test)),
      rates,
    },
    test,
  };
}

const OPTIONS = {
  preset: "default",
  model: "random_forest",
  engine: "forest",
  n_trials: 1,
  decision_threshold: "auto",
  seed: 0,
  workers: 1,
} as const;

const { input, test } = lotsOf(10);
const { model: older } = await trainModel(lotsOf(9).input, OPTIONS);

Deno.test("the new model is used if it is not significantly worse", async () => {
  const { results } = await trainModel({ ...input, champion: older }, OPTIONS);
  const contest = results.champion_challenger!;
  assert.deepEqual(contest.weeks, [weekName(LAST)]);
  // the model of the training weeks alone would be two weeks older than the one in use
  assert.equal(contest.champion.last_week, weekName(LAST - 1));
  assert.equal(contest.challenger.last_week, weekName(LAST - 1));
  assert.equal(results.train.weeks.at(-1), weekName(LAST - 2));
  const { low, estimate, high } = contest.difference!;
  assert.ok(low <= estimate && estimate <= high);
  assert.equal(contest.promoted, !(high < 0));
  const [before, now] = [contest.champion, contest.challenger].map((side) =>
    side.average_precision!
  );
  assert.ok(Math.abs(now! - before! - estimate) < 1e-12);
});

Deno.test("a significantly worse new model is not used, a significantly better one is", async () => {
  const probability = await predictProbability(older, test.features);
  const worse = Float64Array.from(probability, (p) => 1 - p);
  const champion = { ...older, facts: { ...older.facts, last_week: weekName(LAST - 1) } };
  const judged = { ...test, label: Uint8Array.from(probability, (p) => p > 0.3 ? 1 : 0) };
  const kept = await championChallenger({
    champion,
    challenger: older,
    test: sourceOf(judged),
    probability: worse,
  });
  assert.equal(kept.promoted, false);
  assert.ok(kept.difference!.high < 0);
  assert.match(
    kept.reason,
    /^The model in use stays, as the new one is significantly worse: average precision /,
  );
  const promoted = await championChallenger({
    champion,
    challenger: older,
    test: sourceOf(judged),
    probability,
  });
  assert.equal(promoted.promoted, true);
  assert.equal(promoted.difference!.estimate, 0);
});

Deno.test("there is no comparison if the model in use was trained on every week", async () => {
  const known = { ...older, facts: { ...older.facts, last_week: weekName(LAST) } };
  const { results } = await trainModel({ ...input, champion: known }, OPTIONS);
  const { promoted, weeks, difference, reason } = results.champion_challenger!;
  assert.deepEqual([promoted, weeks, difference], [true, [], null]);
  assert.match(reason, /was trained on all complete weeks/);
});

Deno.test("without a model in use there is no comparison, and the model is the same", async () => {
  const { results, model } = await trainModel(input, OPTIONS);
  assert.equal(results.champion_challenger, null);
  const contested = await trainModel({ ...input, champion: older }, OPTIONS);
  assert.deepEqual(contested.model, model);
});

Deno.test("the comparison is the same for the same seed and any number of workers", async () => {
  const [one, two] = [
    await trainModel({ ...input, champion: older }, OPTIONS),
    await trainModel({ ...input, champion: older }, { ...OPTIONS, workers: 2 }),
  ];
  assert.deepEqual(two.results.champion_challenger, one.results.champion_challenger);
});
