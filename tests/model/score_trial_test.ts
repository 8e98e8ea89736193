import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { binLike } from "../../lib/forest/binning/bin_like.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { FIRST_BOOSTING } from "../../lib/model/boosting_settings.ts";
import { pickTraining } from "../../lib/model/fit_forest.ts";
import {
  type OnWeek,
  scoreBoostingTrial,
  scoreForestTrial,
  type TrialData,
} from "../../lib/model/score_trial.ts";
import { PRESETS } from "../../lib/config/presets/presets.ts";
import { TrialPruned } from "../../lib/tuning/study.ts";
import { simulateTable } from "../forest/simulate_table.ts";

const { table, labels } = simulateTable(600, 1);
const judged = simulateTable(300, 2);
const BINNED = await binTable(table, { maxBins: 32 });
const THREE_WEEKS = [{ start: 0, end: 90 }, { start: 90, end: 200 }, { start: 200, end: 300 }];

function data(given: Partial<TrialData> = {}): TrialData {
  return {
    set: pickTraining(
      { preprocessing: null, table: null, labels, groupings: [], binned: BINNED },
      Int32Array.from({ length: 500 }, (_, i) => i),
    ),
    judged: { binned: binLike(BINNED.features, judged.table) },
    weeks: THREE_WEEKS,
    seed: 0,
    workers: 1,
    ...given,
  };
}

const KINDS: Record<string, (data: TrialData, onWeek: OnWeek) => Promise<void>> = {
  forest: (data, onWeek) =>
    scoreForestTrial(
      { ...PRESETS.default.search.firstForest, n_estimators: 21, max_features: 0.5 },
      data,
      onWeek,
    ),
  boosting: (data, onWeek) =>
    scoreBoostingTrial(
      { ...FIRST_BOOSTING, n_estimators: 21, learning_rate: 0.2, min_child_weight: 1 },
      data,
      onWeek,
    ),
};

async function trialWeeks(kind: string, given: Partial<TrialData> = {}) {
  const weeks: { probability: Float64Array; trees: number }[] = [];
  await KINDS[kind]!(
    data(given),
    (probability, trees) => weeks.push({ probability: probability.slice(), trees }),
  );
  return weeks;
}

for (const kind of Object.keys(KINDS)) {
  Deno.test(`a trial of ${kind} is evaluated once per week, with all trees on the last`, async () => {
    const weeks = await trialWeeks(kind);
    assert.deepEqual(weeks.map(({ trees }) => trees), [11, 11, 21]);
    assert.deepEqual(
      (await trialWeeks(kind, { weeks: [{ start: 0, end: 300 }] })).map((w) => w.trees),
      [
        21,
      ],
    );
    const { probability } = weeks.at(-1)!;
    assert(averagePrecision(judged.labels, probability) > 0.7);
    for (const [week, { start, end }] of THREE_WEEKS.entries()) {
      // a week evaluated too early would have only zeros
      assert(weeks[week]!.probability.subarray(start, end).every((p) => p > 0 && p < 1));
    }
  });

  Deno.test(`a trial of ${kind} is the same with two workers`, async () => {
    assert.deepEqual(await trialWeeks(kind, { workers: 2 }), await trialWeeks(kind));
  });

  Deno.test(`a pruned trial of ${kind} trains no more trees`, async () => {
    const trees: number[] = [];
    const pruned = KINDS[kind]!(data(), (_, count) => {
      trees.push(count);
      throw new TrialPruned();
    });
    await assert.rejects(pruned, TrialPruned);
    assert.deepEqual(trees, [11]);
  });
}
