import { boughtBefore } from "../../features/pairs/bought_before.ts";
import { featureSource } from "../../features/feature_source.ts";
import { knownUniverse } from "../../features/pairs/known_universe.ts";
import { concatRows, type LabelledRows } from "../../features/pairs/labelled_rows.ts";
import { labelPairs, pickPairs, rowsOfPairs } from "../../features/pairs/labelled_pairs.ts";
import { sampleNegatives } from "../../features/pairs/sample_negatives.ts";
import { correctSampling, type SamplingRates } from "../../features/pairs/sampling_rates.ts";
import { weeklyPurchases } from "../../features/purchases/weekly_purchases.ts";
import type { AgedForecast } from "./retraining_gain.ts";
import { predictEnsemble } from "../../forest/scoring/predict.ts";
import type { TreeEnsemble } from "../../forest/tree_ensemble.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { releaseMemory } from "../../table/release_memory.ts";
import { prepareTraining } from "../../model/fit_forest.ts";
import { modelInputs } from "../../model/model.ts";
import { LEARNERS } from "../../model/model_kinds.ts";

/** Training weeks of each model, as in the pipeline. */
const TRAINING_WEEKS = 12;

/** About 13,000 rows per week of the real data: .001 less average precision than with 36,000. */
const RATES: SamplingRates = { repeatRate: 0.35, newRate: 0.05 };

/**
 * Forecasts of each week by forests of several ages: one trained up to the week before, the others
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
  const weekly = weeklyPurchases(sales.lines);
  const features = featureSource(sales, "default");
  const learner = LEARNERS.random_forest;
  const rowsOf = new Map<number, LabelledRows>(), models = new Map<number, TreeEnsemble>();

  function trainingRows(week: number): LabelledRows {
    const pairs = labelPairs(weekly, week, knownUniverse(sales, week));
    const repeat = boughtBefore(weekly, week, pairs);
    const kept = pickPairs(pairs, sampleNegatives(pairs.label, repeat, { ...RATES, seed, week }));
    return rowsOfPairs(sales, kept, features(week, kept));
  }

  /** The forest trained on the weeks up to and including `last`. */
  async function fitted(last: number): Promise<TreeEnsemble> {
    const known = models.get(last);
    if (known) return known;
    const first = Math.max(sales.firstWeek + 1, last - TRAINING_WEEKS + 1);
    for (const week of rowsOf.keys()) if (week < first) rowsOf.delete(week);
    for (let week = first; week <= last; week++) {
      if (!rowsOf.has(week)) rowsOf.set(week, trainingRows(week));
    }
    const rows = concatRows([...rowsOf.keys()].sort((a, b) => a - b).map((w) => rowsOf.get(w)!));
    const set = await prepareTraining(rows, { preset: "default", engine: "forest", workers });
    const model = await learner.fit(set, learner.first("default"), { seed, workers });
    models.set(last, model);
    return model;
  }

  const oldest = Math.max(...ages);
  for (let week = from; week <= to; week++) {
    for (const last of models.keys()) if (last < week - 1 - oldest) models.delete(last);
    // oldest first, so that rows that no later model needs can be dropped
    const fits = new Map<number, TreeEnsemble>();
    for (const age of ages.toSorted((a, b) => b - a)) {
      const last = week - 1 - age;
      if (last > sales.firstWeek + 2) fits.set(age, await fitted(last));
    }
    const pairs = labelPairs(weekly, week, knownUniverse(sales, week));
    const repeat = boughtBefore(weekly, week, pairs);
    const inputs = modelInputs({ preprocessing: null }, features(week, pairs));
    const probability: (Float64Array | null)[] = [];
    for (const age of ages) {
      const model = fits.get(age);
      probability.push(
        model
          ? correctSampling(await predictEnsemble(model, inputs, { workers }), repeat, RATES)
          : null,
      );
    }
    yield { week, customer: pairs.customer, label: pairs.label, probability };
    await releaseMemory();
  }
}
