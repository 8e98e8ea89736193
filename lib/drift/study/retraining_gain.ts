import { studentTQuantile } from "../../stats/student_t_quantile.ts";
import { averagePrecision } from "../../metrics/average_precision.ts";
import { pairedDifference } from "../../metrics/bootstrap.ts";
import type { Interval } from "../../metrics/customer_draws.ts";

/** Forecasts of the known pairs of a week by models of several ages. */
export interface AgedForecast {
  /** Week index. */
  week: number;
  /** Index of the newest week with purchases before it, after which the decision is taken. */
  decidedAfter: number;
  customer: Int32Array;
  label: Uint8Array;
  /** By age, the newest model first; null if there was no training week. */
  probability: (Float64Array | null)[];
}

/** The gain of a new model in the week after a drift decision. */
export interface RetrainingGain {
  /** Week index of the decision: the new model is trained up to it, and tested on the next week. */
  week: number;
  /** Average precision of the new model. */
  average_precision: number;
  /** Average precision of the new model minus that of the model in use, by its age in weeks. */
  gains: (Interval & { age: number })[];
}

/** Average precision of the newest model and, with 95 % intervals, its gain over each older one. */
export function retrainingGain(
  { decidedAfter, customer, label, probability: [newest, ...older] }: AgedForecast,
  { ages, repeats = 100, seed = 0 }: { ages: number[]; repeats?: number; seed?: number },
): RetrainingGain {
  const pairs = (probability: Float64Array) => [{ customer, label, probability }];
  return {
    week: decidedAfter,
    average_precision: averagePrecision(label, newest!),
    gains: older.flatMap((probability, i) =>
      probability === null ? [] : [{
        age: ages[i + 1]!,
        ...pairedDifference(pairs(newest!), pairs(probability), { repeats, seed }),
      }]
    ),
  };
}

/** Mean gain of retraining over some weeks, with a 95 % interval that assumes independent weeks. */
export interface MeanGain {
  /** The kind of weeks over which the gain is averaged. */
  after: string;
  age: number;
  weeks: number;
  mean: number;
  /** Null for a single week. */
  low: number | null;
  high: number | null;
}

/** The mean gain by age of the older model, over the weeks for which `chosen` is true. */
export function meanGains(
  gains: Pick<RetrainingGain, "gains">[],
  after: string,
  chosen: (index: number) => boolean,
): MeanGain[] {
  const ages = [...new Set(gains.flatMap(({ gains }) => gains.map(({ age }) => age)))];
  return ages.sort((a, b) => a - b).flatMap((age): MeanGain[] => {
    const values = gains.flatMap(({ gains }, i) =>
      chosen(i) ? gains.filter((gain) => gain.age === age).map(({ estimate }) => estimate) : []
    );
    const n = values.length;
    if (n === 0) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    if (n === 1) return [{ after, age, weeks: n, mean, low: null, high: null }];
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    const half = studentTQuantile(0.975, n - 1) * Math.sqrt(variance / n);
    return [{ after, age, weeks: n, mean, low: mean - half, high: mean + half }];
  });
}
