import { sourceOf } from "../../features/pairs/row_source.ts";
import { boughtBefore } from "../../features/pairs/bought_before.ts";
import { featureSource } from "../../features/feature_source.ts";
import { knownUniverse } from "../../features/pairs/known_universe.ts";
import { concatRows, type LabelledRows } from "../../features/pairs/labelled_rows.ts";
import { labelPairs, pickPairs, rowsOfPairs } from "../../features/pairs/labelled_pairs.ts";
import { sampleNegatives } from "../../features/pairs/sample_negatives.ts";
import { correctSampling, type SamplingRates } from "../../features/pairs/sampling_rates.ts";
import { purchasedWeeks } from "../../features/purchases/purchased_weeks.ts";
import { weeklyPurchases } from "../../features/purchases/weekly_purchases.ts";
import type { AgedForecast } from "./retraining_gain.ts";
import { predictEnsemble } from "../../forest/scoring/predict.ts";
import type { TreeEnsemble } from "../../forest/tree_ensemble.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { prepareTraining } from "../../model/fit_forest.ts";
import { modelInputs } from "../../model/model.ts";
import { SEARCHED_LEARNERS } from "../../model/model_kinds.ts";

/** Training weeks of each model, as in the pipeline. */
const TRAINING_WEEKS = 12;

/** About 13,000 rows per week of the real data: .001 less average precision than with 36,000. */
const RATES: SamplingRates = { repeatRate: 0.35, newRate: 0.05 };

/**
 * Forecasts of each week with purchases by forests of several ages: one trained up to the week before, the others
 * some weeks earlier. Settings are those at which the search starts; every model is fitted once.
 *
 * @param options.from first week to forecast, `to` the last: week indices.
 * @param options.ages by how many weeks each model is older than the newest possible one; the first
 * is 0.
 */
export async function* agedForecasts(
  sales: SalesData,
  { from, to, ages, seed, workers }: {
    from: number;
    to: number;
    ages: number[];
    seed: number;
    workers: number;
  },
): AsyncGenerator<AgedForecast> {
  const weekly = weeklyPurchases(sales.lines), weeks = purchasedWeeks(sales);
  const features = featureSource(sales, "default");
  const learner = SEARCHED_LEARNERS.random_forest;
  // by position among the weeks
  const rowsOf = new Map<number, LabelledRows>(), models = new Map<number, TreeEnsemble>();

  function trainingRows(week: number): LabelledRows {
    const pairs = labelPairs(weekly, week, knownUniverse(sales, week));
    const repeat = boughtBefore(weekly, week, pairs);
    const kept = pickPairs(pairs, sampleNegatives(pairs.label, repeat, { ...RATES, seed, week }));
    return rowsOfPairs(sales, kept, features(week)(kept));
  }

  /** The forest trained on the weeks up to and including that at position `last`. */
  async function fitted(last: number): Promise<TreeEnsemble> {
    const known = models.get(last);
    if (known) return known;
    const first = Math.max(1, last - TRAINING_WEEKS + 1);
    for (const at of rowsOf.keys()) if (at < first) rowsOf.delete(at);
    for (let at = first; at <= last; at++) {
      if (!rowsOf.has(at)) rowsOf.set(at, trainingRows(weeks[at]!));
    }
    const rows = concatRows([...rowsOf.keys()].sort((a, b) => a - b).map((at) => rowsOf.get(at)!));
    const set = await prepareTraining(sourceOf(rows), {
      preset: "default",
      engine: "forest",
      workers,
    });
    const model = await learner.fit(set, learner.first("default"), { seed, workers });
    models.set(last, model);
    return model;
  }

  const oldest = Math.max(...ages);
  for (const [at, week] of weeks.entries()) {
    if (week < from || week > to) continue;
    const pairs = labelPairs(weekly, week, knownUniverse(sales, week));
    if (!pairs.label.includes(1)) continue; // only new customers or products: nothing to rank
    for (const last of models.keys()) if (last < at - 1 - oldest) models.delete(last);
    // oldest first, so that rows that no later model needs can be dropped
    const fits = new Map<number, TreeEnsemble>();
    for (const age of ages.toSorted((a, b) => b - a)) {
      const last = at - 1 - age;
      if (last > 2) fits.set(age, await fitted(last));
    }
    const repeat = boughtBefore(weekly, week, pairs);
    const inputs = modelInputs({ preprocessing: null }, features(week)(pairs));
    const probability: (Float64Array | null)[] = [];
    for (const age of ages) {
      const model = fits.get(age);
      probability.push(
        model
          ? correctSampling(await predictEnsemble(model, inputs, { workers }), repeat, RATES)
          : null,
      );
    }
    const { customer, label } = pairs;
    yield { week, decidedAfter: weeks[at - 1]!, customer, label, probability };
    await releaseMemory();
  }
}
