import type { ExplainedRows } from "./explained_rows.ts";
import type { ModelExplanation } from "./explanation.ts";

/** Size of a sample; weights restore the share of positives among all rows. */
export interface SampleStats {
  /** Rows in the sample. */
  rows: number;
  /** Rows that were bought. */
  positives: number;
}

/** `interpretability_stats.json`. Features are sorted by descending importance. */
export interface InterpretabilityStats {
  /** ISO names of the explained weeks, which the explained model has not learned from. */
  weeks: string[];
  /** Rows of these weeks. */
  rows: number;
  /** Rows that were bought. */
  positives: number;
  /** What `native_importance` sums: for forests the impurity removed, else the gain of splits. */
  native_measure: "mean_decrease_in_impurity" | "total_gain";
  /** Shares that sum to 1. */
  native_importance: { feature: string; meaning: string | null; importance: number }[];
  /** Decrease of average precision when one feature is shuffled. */
  permutation_importance: {
    metric: "average_precision";
    /** Average precision without shuffling, weighted to the share of positives in all rows. */
    baseline: number;
    repeats: number;
    sample: SampleStats;
    features: {
      feature: string;
      /** Decreases of average precision: mean, standard deviation and 95 % interval of the mean. */
      mean: number;
      std: number;
      interval_low: number;
      interval_high: number;
      drops: number[];
    }[];
  };
  /** Mean probability by value of one feature. */
  partial_dependence: {
    sample: SampleStats;
    features: {
      feature: string;
      grid: number[] | string[];
      /** Mean probability over all pairs, and over bought pairs. */
      mean: number[];
      mean_purchases: number[];
      deciles: number[];
      individual: { bought: boolean; values: number[] }[];
    }[];
  };
  /** The contribution of each feature to the scores. */
  shap: {
    /** Unit of `base_value` and contributions. */
    unit: "probability" | "log_odds";
    base_value: number;
    sample: SampleStats;
    features: {
      feature: string;
      /** Mean absolute contribution, over all pairs and over bought pairs. */
      mean_abs: number;
      mean_abs_purchases: number;
      /** Mean contribution over bought pairs. */
      mean_purchases: number;
    }[];
  };
}

/** Number of individual curves, half of them of bought pairs. */
const INDIVIDUAL_CURVES = 40;

/** Summarises an explanation; numbers have six significant digits. */
export function interpretabilityStats(explanation: ModelExplanation): InterpretabilityStats {
  const { ensemble, meanings, native, permutation, dependence } = explanation;
  const { weeks, rows, positives } = explanation;
  return {
    weeks,
    rows,
    positives,
    native_measure: ensemble.link === "mean" ? "mean_decrease_in_impurity" : "total_gain",
    native_importance: ensemble.features.map(({ name }, i) => ({
      feature: name,
      meaning: meanings[name] ?? null,
      importance: short(native[i]!),
    })).sort((a, b) => b.importance - a.importance),
    permutation_importance: {
      metric: "average_precision",
      baseline: short(permutation.score),
      repeats: permutation.repeats,
      sample: sampleStats(permutation.sample),
      features: permutation.features.map(({ name, mean, std, low, high, drops }) => ({
        feature: name,
        mean: short(mean),
        std: short(std),
        interval_low: short(low),
        interval_high: short(high),
        drops: drops.map(short),
      })).sort((a, b) => b.mean - a.mean),
    },
    partial_dependence: {
      sample: sampleStats(dependence.sample),
      features: dependence.features.map(({ feature, grid, mean, deciles, curves }) => ({
        feature,
        grid,
        mean: mean.map(short),
        mean_purchases: meanOfPurchases(curves, grid.length, dependence.labels),
        deciles,
        individual: individualCurves(curves, grid.length, dependence.labels),
      })),
    },
    shap: shapStats(explanation),
  };
}

function shapStats({ ensemble, shap }: ModelExplanation): InterpretabilityStats["shap"] {
  const { sample, labels, values, baseValue } = shap;
  const width = ensemble.features.length;
  const features = ensemble.features.map(({ name }, f) => {
    let size = 0, weight = 0, sizePurchases = 0, sumPurchases = 0;
    for (let row = 0; row < labels.length; row++) {
      const value = values[row * width + f]!;
      size += sample.weights[row]! * Math.abs(value);
      weight += sample.weights[row]!;
      if (!labels[row]) continue;
      sizePurchases += Math.abs(value);
      sumPurchases += value;
    }
    const bought = Math.max(1, sample.positives);
    return {
      feature: name,
      mean_abs: short(size / weight),
      mean_abs_purchases: short(sizePurchases / bought),
      mean_purchases: short(sumPurchases / bought),
    };
  });
  return {
    unit: ensemble.link === "mean" ? "probability" : "log_odds",
    base_value: short(baseValue),
    sample: sampleStats(sample),
    features: features.sort((a, b) => b.mean_abs - a.mean_abs),
  };
}

function meanOfPurchases(curves: Float64Array, width: number, labels: Uint8Array): number[] {
  const sums = new Array<number>(width).fill(0);
  let count = 0;
  labels.forEach((label, row) => {
    if (label === 0) return;
    count++;
    for (let g = 0; g < width; g++) sums[g]! += curves[row * width + g]!;
  });
  return sums.map((sum) => short(sum / Math.max(1, count)));
}

/** Curves of the first rows of each class; rows are already a random sample. */
function individualCurves(curves: Float64Array, width: number, labels: Uint8Array) {
  const left = [INDIVIDUAL_CURVES / 2, INDIVIDUAL_CURVES / 2];
  const kept: { bought: boolean; values: number[] }[] = [];
  labels.forEach((label, row) => {
    if (left[label]!-- <= 0) return;
    const values = Array.from(curves.subarray(row * width, (row + 1) * width), short);
    kept.push({ bought: label === 1, values });
  });
  return kept;
}

function sampleStats({ rows, positives }: ExplainedRows): SampleStats {
  return { rows: rows.length, positives };
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}
