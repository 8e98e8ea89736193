import { fullCatalogue } from "../features/pairs/known_universe.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import { linesBefore } from "../table/order_lines.ts";
import type { SalesData } from "../table/sales_data.ts";
import { mondayOfWeek, weekName } from "../table/time/week.ts";
import { customerDraws } from "../metrics/customer_draws.ts";
import { itemsOfWeek, judgeVolume, type VolumeMetrics } from "./judge_volume.ts";
import { type ForecastMetrics, judgeForecast, truthOf } from "./judge_forecast.ts";
import type { IntervalMeasure } from "../metrics/weighted_measures.ts";

/** A model's forecast on the Monday of `sales.predictedWeek`. */
export interface CatalogueForecast {
  /** One per pair of the full catalogue, in the order of `fullCatalogue`. */
  probability: Float64Array;
  decisionThreshold: number;
  /** Units to expect of a pair that is bought; absent for a rule that only ranks. */
  quantity?: Float64Array;
}

/**
 * Fits a model on `sales`, which end before `sales.predictedWeek`, and scores the full catalogue.
 */
export type FitAndScore = (sales: SalesData) => Promise<CatalogueForecast> | CatalogueForecast;

/** One week and model; measures are over the known universe unless the name states otherwise. */
export interface BacktestRecord extends ForecastMetrics, Partial<VolumeMetrics> {
  /** ISO name. */
  week: string;
  model: string;
  /** Purchases of the week outside the known universe: new products or customers. */
  positives_beyond_known: number;
  /** Time to fit and score. */
  duration_ms: number;
}

/** One week and model, with the data for figures and for intervals over several weeks. */
export interface JudgedWeek {
  week: number;
  model: string;
  record: BacktestRecord;
  /** Pairs of the known universe. */
  customer: Int32Array;
  label: Uint8Array;
  probability: Float64Array;
  /** Each measure on each resample of customers; the same resamples for every week and model. */
  resampled: Record<IntervalMeasure, Float64Array>;
}

export interface BacktestOptions {
  /** Number of resamples of customers per interval. */
  repeats?: number;
  seed?: number;
  onRecord?: (record: BacktestRecord) => void;
}

/**
 * Rolling-origin evaluation (Tashman 2000, https://doi.org/10.1016/S0169-2070(00)00065-0): for
 * every week each model gets only the data before its Monday, and is evaluated on the purchases of
 * the week.
 *
 * @param weeks week indices, each with a purchase in its known universe (see `unjudgedWeeks`).
 * @param models by name; evaluated in this order, week by week.
 * @returns one entry per week and model, in that order.
 */
export async function backtest(
  sales: SalesData,
  weeks: number[],
  models: Record<string, FitAndScore>,
  { repeats = 200, seed = 0, onRecord = () => {} }: BacktestOptions = {},
): Promise<JudgedWeek[]> {
  const weekly = weeklyPurchases(sales.lines);
  const catalogue = fullCatalogue(sales);
  const draws = customerDraws(Int32Array.from(sales.customers.ids.keys()), { repeats, seed });
  const judged: JudgedWeek[] = [];
  for (const week of weeks) {
    const lines = linesBefore(sales.lines, mondayOfWeek(week));
    const past: SalesData = { ...sales, lines, predictedWeek: week };
    const truth = truthOf(past, weekly, catalogue, week), items = itemsOfWeek(sales, week);
    for (const [model, fitAndScore] of Object.entries(models)) {
      const start = performance.now();
      const forecast = await fitAndScore(past);
      const durationMs = Math.round(performance.now() - start);
      const { metrics, resampled, probability } = judgeForecast(truth, forecast, draws);
      const { quantity } = forecast;
      const record: BacktestRecord = {
        week: weekName(week),
        model,
        ...metrics,
        ...quantity ? judgeVolume(past, { ...forecast, quantity }, items) : {},
        positives_beyond_known: metrics.positives_full_catalogue - metrics.positives,
        duration_ms: durationMs,
      };
      const { customer, label } = truth;
      judged.push({ week, model, record, customer, label, probability, resampled });
      onRecord(record);
    }
  }
  return judged;
}
