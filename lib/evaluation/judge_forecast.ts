import { boughtBefore } from "../features/pairs/bought_before.ts";
import type { Pairs } from "../features/pairs/cross.ts";
import { knownUniverse } from "../features/pairs/known_universe.ts";
import { purchased } from "../features/pairs/purchased.ts";
import type { SalesData, WeeklyPurchases } from "../table/sales_data.ts";
import {
  type JudgedPairs,
  type PredictionMetrics,
  predictionMetrics,
} from "../metrics/prediction_metrics.ts";
import { percentileInterval } from "../metrics/customer_draws.ts";
import {
  INTERVAL_MEASURES,
  type IntervalMeasure,
  weightedMeasures,
} from "../metrics/weighted_measures.ts";

/** Every measure over a part of the pairs, named with a suffix. */
type PartMetrics<Part extends string> = {
  [K in Exclude<keyof PredictionMetrics, "decision_threshold"> as `${K}_${Part}`]: number;
};

/**
 * Metrics of a forecast: every measure over the known universe, over the full catalogue, over pairs
 * bought before (`_repeat`) and over the others (`_new`); the ends of 95 % intervals (`_low`,
 * `_high`) come from resampled customers. NaN where a part has no purchase, or nothing else, to
 * rank.
 */
export type ForecastMetrics =
  & PredictionMetrics
  & PartMetrics<"full_catalogue">
  & PartMetrics<"repeat">
  & PartMetrics<"new">
  & { [K in IntervalMeasure as `${K}_low` | `${K}_high`]: number };

/** Labels of a week, for the pairs of its known universe and for the full catalogue. */
export interface Truth {
  week: number;
  /** Rows of the known universe in the full catalogue, with customer, label and repeat flag. */
  places: Int32Array;
  customer: Int32Array;
  label: Uint8Array;
  repeat: Uint8Array;
  catalogue: { customer: Int32Array; label: Uint8Array };
}

/** The labels of a week; known universe and repeat flags come from earlier weeks. */
export function truthOf(
  past: SalesData,
  weekly: WeeklyPurchases,
  catalogue: Pairs,
  week: number,
): Truth {
  const known = knownUniverse(past, week);
  const products = past.products.ids.length;
  const places = known.customer.map((customer, i) => customer * products + known.product[i]!);
  const all = purchased(weekly, week, catalogue);
  return {
    week,
    places,
    customer: known.customer,
    label: Uint8Array.from(places, (place) => all[place]!),
    repeat: boughtBefore(weekly, week, known),
    catalogue: { customer: catalogue.customer, label: all },
  };
}

/**
 * Evaluates one forecast of the full catalogue.
 *
 * @param draws customer weights of each resample, from `customerDraws`.
 * @returns the measures, each interval measure on each draw, and the probabilities of the known
 * universe.
 */
export function judgeForecast(
  truth: Truth,
  { probability: all, decisionThreshold }: {
    probability: Float64Array;
    decisionThreshold: number;
  },
  draws: Float64Array[],
) {
  const { places, customer, label, repeat } = truth;
  const probability = Float64Array.from(places, (place) => all[place]!);
  const known = { customer, label, probability };
  const part = (value: 0 | 1) => {
    const inPart = (_: number, row: number) => repeat[row] === value;
    return {
      customer: customer.filter(inPart),
      label: label.filter(inPart),
      probability: probability.filter(inPart),
    };
  };
  const parts = {
    repeat: part(1),
    new: part(0),
    full_catalogue: { ...truth.catalogue, probability: all },
  };
  const metricsOf = (pairs: Omit<JudgedPairs, "week">) =>
    predictionMetrics({
      ...pairs,
      week: new Int32Array(pairs.label.length).fill(truth.week),
    }, decisionThreshold);

  const measures = weightedMeasures({
    known,
    repeat: parts.repeat,
    fresh: parts.new,
    catalogue: parts.full_catalogue,
    decisionThreshold,
  });
  const record: Record<string, number> = { ...metricsOf(known) };
  for (const [name, pairs] of Object.entries(parts)) {
    const { decision_threshold: _, ...metrics } = metricsOf(pairs);
    for (const [key, value] of Object.entries(metrics)) record[`${key}_${name}`] = value;
    // without a purchase there is nothing to rank
    if (metrics.positives === 0) record[`average_precision_${name}`] = NaN;
  }
  const resampled = {} as Record<IntervalMeasure, Float64Array>;
  for (const name of INTERVAL_MEASURES) {
    resampled[name] = Number.isNaN(record[name])
      ? new Float64Array(draws.length).fill(NaN)
      : Float64Array.from(draws, measures[name]);
    const { low, high } = percentileInterval(record[name]!, resampled[name]);
    record[`${name}_low`] = low;
    record[`${name}_high`] = high;
  }
  return { metrics: record as unknown as ForecastMetrics, resampled, probability };
}
