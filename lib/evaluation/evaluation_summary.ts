import type { JudgedWeek } from "./backtest.ts";
import { calibrationError } from "../metrics/calibration_error.ts";
import { type Interval, percentileInterval } from "../metrics/customer_draws.ts";
import { INTERVAL_MEASURES, type IntervalMeasure } from "../metrics/weighted_measures.ts";

type Intervals = Record<IntervalMeasure, Interval>;

/** Results of a model over all evaluated weeks. */
export interface ModelSummary {
  model: string;
  /** ISO names. */
  weeks: string[];
  /**
   * Means over the weeks, with 95 % intervals from resampled customers. A week without repeat or
   * without new purchases is not in the means of that part.
   */
  mean: Intervals;
  /** Calibration error of the pairs of all weeks together. */
  calibration_error_pooled: number;
  /** This model's mean minus that of each baseline, with the same resamples. */
  minus: Record<string, Intervals>;
}

/**
 * Summarises the evaluated weeks by model, in the order of `backtest`.
 *
 * @param baselines names of the models to compare the others with.
 */
export function summarize(judged: JudgedWeek[], baselines: string[]): ModelSummary[] {
  const byModel = Map.groupBy(judged, ({ model }) => model);
  return Array.from(byModel, ([model, weeks]) => ({
    model,
    weeks: weeks.map(({ record }) => record.week),
    mean: intervals((measure) => meanOf(weeks, measure)),
    calibration_error_pooled: pooledCalibrationError(weeks),
    minus: Object.fromEntries(
      baselines.filter((name) => name !== model && byModel.has(name)).map((name) => [
        name,
        intervals((measure) => {
          const own = meanOf(weeks, measure), other = meanOf(byModel.get(name)!, measure);
          return {
            estimate: own.estimate - other.estimate,
            values: own.values.map((value, draw) => value - other.values[draw]!),
          };
        }),
      ]),
    ),
  }));
}

/** A statistic, and its value on each resample. */
interface Resampled {
  estimate: number;
  values: Float64Array;
}

function intervals(statistic: (measure: IntervalMeasure) => Resampled): Intervals {
  const entries = INTERVAL_MEASURES.map((measure) => {
    const { estimate, values } = statistic(measure);
    return [measure, percentileInterval(estimate, values)];
  });
  return Object.fromEntries(entries);
}

/** The mean over the weeks that have the measure; NaN if none has. */
function meanOf(all: JudgedWeek[], measure: IntervalMeasure): Resampled {
  const weeks = all.filter(({ record }) => !Number.isNaN(record[measure]));
  const mean = (of: (week: JudgedWeek) => number) =>
    weeks.reduce((sum, week) => sum + of(week), 0) / weeks.length;
  return {
    estimate: mean(({ record }) => record[measure]),
    values: all[0]!.resampled[measure].map((_, draw) =>
      mean(({ resampled }) => resampled[measure][draw]!)
    ),
  };
}

function pooledCalibrationError(weeks: JudgedWeek[]): number {
  const { label, probability } = pooled(weeks);
  return calibrationError(label, probability);
}

/** The concatenated pairs of several weeks. */
export function pooled(
  weeks: JudgedWeek[],
): { label: Uint8Array; probability: Float64Array } {
  const length = weeks.reduce((sum, week) => sum + week.label.length, 0);
  const label = new Uint8Array(length), probability = new Float64Array(length);
  let start = 0;
  for (const week of weeks) {
    label.set(week.label, start);
    probability.set(week.probability, start);
    start += week.label.length;
  }
  return { label, probability };
}
