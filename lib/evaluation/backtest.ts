import { boughtBefore } from "../features/bought_before.ts";
import { fullCatalogue, knownUniverse, type Pairs } from "../features/known_universe.ts";
import { purchased } from "../features/purchased.ts";
import { weeklyPurchases } from "../features/weekly_purchases.ts";
import { linesBefore } from "../table/order_lines.ts";
import type { SalesData, WeeklyPurchases } from "../table/sales_data.ts";
import { mondayOfWeek, weekName } from "../table/week.ts";
import { averagePrecision } from "./average_precision.ts";
import { type PredictionMetrics, predictionMetrics } from "./prediction_metrics.ts";

/** What a model says on the Monday of `sales.predictedWeek`. */
export interface CatalogueForecast {
  /** One a pair of the full catalogue, in the order of `fullCatalogue`. */
  probability: Float64Array;
  decisionThreshold: number;
}

/** Learns from `sales`, which ends before `sales.predictedWeek`, and scores the full catalogue. */
export type FitAndScore = (sales: SalesData) => Promise<CatalogueForecast> | CatalogueForecast;

/** One week and model, over the known universe unless a name says otherwise. */
export interface BacktestRecord extends PredictionMetrics {
  /** ISO name. */
  week: string;
  model: string;
  average_precision_full_catalogue: number;
  /** Purchases of the week outside the known universe: first sales, first orders. */
  positives_beyond_known: number;
  /** Pairs that were bought before. */
  average_precision_repeat: number;
  positives_repeat: number;
  /** Pairs that never were. */
  average_precision_new: number;
  positives_new: number;
  duration_ms: number;
}

/** The known universe of a week as a model scored it: what intervals are computed from. */
export interface ScoredWeek {
  week: number;
  model: string;
  customer: Int32Array;
  label: Uint8Array;
  probability: Float64Array;
}

/**
 * Rolling-origin evaluation (Tashman 2000, https://doi.org/10.1016/S0169-2070(00)00065-0): for every
 * week each model is given the data that ended before its Monday, and only that; then the truth of
 * the week judges it.
 *
 * @param weeks week indices, each with data.
 * @param models by name; asked in turn, week by week.
 * @returns one record a week and model, in that order, and the scores behind them.
 */
export async function backtest(
  sales: SalesData,
  weeks: number[],
  models: Record<string, FitAndScore>,
  { onRecord = () => {} }: { onRecord?: (record: BacktestRecord) => void } = {},
): Promise<{ records: BacktestRecord[]; scores: ScoredWeek[] }> {
  const weekly = weeklyPurchases(sales.lines);
  const catalogue = fullCatalogue(sales);
  const records: BacktestRecord[] = [], scores: ScoredWeek[] = [];
  for (const week of weeks) {
    const lines = linesBefore(sales.lines, mondayOfWeek(week));
    const past: SalesData = { ...sales, lines, predictedWeek: week };
    const truth = truthOf(past, weekly, catalogue, week);
    for (const [model, fitAndScore] of Object.entries(models)) {
      const start = performance.now();
      const forecast = await fitAndScore(past);
      const durationMs = performance.now() - start;
      const { record, probability } = judge(truth, forecast);
      records.push({ week: weekName(week), model, ...record, duration_ms: Math.round(durationMs) });
      const { customer, label } = truth;
      scores.push({ week, model, customer, label, probability });
      onRecord(records.at(-1)!);
    }
  }
  return { records, scores };
}

interface Truth {
  week: Int32Array;
  /** Rows of the known universe in the full catalogue, their customers, labels and repeats. */
  places: Int32Array;
  customer: Int32Array;
  label: Uint8Array;
  repeat: Uint8Array;
  /** Labels of the full catalogue. */
  all: Uint8Array;
}

function truthOf(past: SalesData, weekly: WeeklyPurchases, catalogue: Pairs, week: number): Truth {
  const known = knownUniverse(past, week);
  const products = past.products.ids.length;
  const places = known.customer.map((customer, i) => customer * products + known.product[i]!);
  const all = purchased(weekly, week, catalogue);
  return {
    week: new Int32Array(places.length).fill(week),
    places,
    customer: known.customer,
    label: Uint8Array.from(places, (place) => all[place]!),
    repeat: boughtBefore(weekly, week, known),
    all,
  };
}

function judge(truth: Truth, { probability: all, decisionThreshold }: CatalogueForecast) {
  const { week, places, customer, label } = truth;
  const probability = Float64Array.from(places, (place) => all[place]!);
  const metrics = predictionMetrics({ customer, week, label, probability }, decisionThreshold);
  const repeats = part(truth, probability, 1), fresh = part(truth, probability, 0);
  const record = {
    ...metrics,
    average_precision_full_catalogue: averagePrecision(truth.all, all),
    positives_beyond_known: sum(truth.all) - metrics.positives,
    average_precision_repeat: averagePrecision(repeats.label, repeats.probability),
    positives_repeat: sum(repeats.label),
    average_precision_new: averagePrecision(fresh.label, fresh.probability),
    positives_new: sum(fresh.label),
  };
  return { record, probability };
}

function part({ label, repeat }: Truth, probability: Float64Array, value: 0 | 1) {
  const inPart = (_: number, row: number) => repeat[row] === value;
  return { label: label.filter(inPart), probability: probability.filter(inPart) };
}

function sum(labels: Uint8Array): number {
  return labels.reduce((total, label) => total + label, 0);
}
