import { cancellationPoint } from "../../workers/cancellation.ts";
import type { BinnedTable } from "../binning/binned_table.ts";
import { BINS, binScores } from "./bin_scores.ts";
import { solvePositive } from "./solve_positive.ts";

/** A fitted model: the log-odds are the intercept plus one value per feature. */
export interface AdditiveModel {
  intercept: number;
  /** What each bin of each feature adds, 256 values per feature; 0 for categorical features. */
  values: Float64Array[];
  /** Sum of p (1 − p) over the training rows of each bin, in the same layout. */
  cover: Float64Array[];
}

/** Rows for second derivatives, a multiple of 4; twice as many save 2 of 13 steps, and cost more time. */
const CURVATURE_ROWS = 8_192;
/** Newton's method takes 13 steps on the real data, and halves those that do not lower the loss. */
const MOST_STEPS = 25, MOST_HALVINGS = 20;
/** Expected decrease of the loss, per row, below which it has converged. */
const CONVERGED = 1e-8;

/**
 * Logistic regression on the bins of a table, each numeric feature with two scores per bin
 * ({@linkcode binScores}), and a ridge penalty. As the model depends on bins alone, it is also a
 * sum of trees with one feature each; see additive_trees.ts.
 *
 * Newton's method with the gradient of all rows and second derivatives of evenly spaced ones. The
 * order of all sums is fixed, so the bytes do not depend on the machine's threads.
 * O(steps × rows × features).
 *
 * No package on npm fits a regression on 500,000 × 220 values within memory and seconds.
 *
 * @param options.penalty λ of λ/2 × Σ weight², in rows; the intercept has none.
 */
export async function fitLogisticRegression(
  { length, features, bins }: Pick<BinnedTable, "length" | "features" | "bins">,
  labels: Uint8Array,
  { penalty }: { penalty: number },
): Promise<AdditiveModel> {
  const binsOf = (f: number) => bins.subarray(f * length, (f + 1) * length);
  const scored = features.map((feature, f) =>
    feature.kind === "numeric" ? binScores(binsOf(f), feature.edges) : []
  );
  // weight w of column k is at k + 1, the intercept at 0
  const columns = scored.flatMap((scores, f) => scores.map((score) => ({ f, score })));
  const weights = new Float64Array(columns.length + 1);
  const bought = labels.reduce((sum, label) => sum + label, 0);
  weights[0] = Math.log((bought + 0.5) / (length - bought + 0.5));

  let { margins, loss } = evaluated(weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    await cancellationPoint();
    const gradient = gradientAt(weights, margins);
    const direction = solvePositive(curvatureAt(margins), gradient);
    const decrease = gradient.reduce((sum, g, k) => sum + g * direction[k]!, 0);
    let next: ReturnType<typeof evaluated> | undefined, candidate = weights;
    for (let halving = 0, share = 1; halving < MOST_HALVINGS; halving++, share /= 2) {
      candidate = weights.map((weight, k) => weight - share * direction[k]!);
      next = evaluated(candidate);
      if (next.loss < loss) break;
    }
    if (!next || !(next.loss < loss)) break;
    weights.set(candidate);
    ({ margins, loss } = next);
    if (decrease < CONVERGED * length) break;
  }
  return { intercept: weights[0]!, values: valuesOf(weights), cover: coverOf(margins) };

  /** What each bin of each feature adds. */
  function valuesOf(weights: Float64Array): Float64Array[] {
    const values = features.map(() => new Float64Array(BINS));
    columns.forEach(({ f, score }, k) => {
      for (let bin = 0; bin < BINS; bin++) values[f]![bin]! += weights[k + 1]! * score[bin]!;
    });
    return values;
  }

  function evaluated(weights: Float64Array): { margins: Float64Array; loss: number } {
    const margins = new Float64Array(length).fill(weights[0]!);
    valuesOf(weights).forEach((value, f) => {
      if (scored[f]!.length === 0) return;
      const bins = binsOf(f);
      for (let row = 0; row < length; row++) margins[row]! += value[bins[row]!]!;
    });
    let loss = 0;
    for (let row = 0; row < length; row++) {
      const margin = labels[row] === 1 ? -margins[row]! : margins[row]!;
      // log(1 + e^m) without overflow
      loss += Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    for (let k = 1; k < weights.length; k++) loss += penalty / 2 * weights[k]! ** 2;
    return { margins, loss };
  }

  function gradientAt(weights: Float64Array, margins: Float64Array): Float64Array {
    const residuals = margins.map((margin, row) => sigmoid(margin) - labels[row]!);
    const sums = sumsByBin(residuals);
    const gradient = weights.map((weight, k) => k === 0 ? 0 : penalty * weight);
    gradient[0] = residuals.reduce((sum, residual) => sum + residual, 0);
    columns.forEach(({ f, score }, k) => {
      for (let bin = 0; bin < BINS; bin++) gradient[k + 1]! += sums[f]![bin]! * score[bin]!;
    });
    return gradient;
  }

  /** The Hessian, from evenly spaced rows, row by row in a square array. */
  function curvatureAt(margins: Float64Array): Float64Array {
    const size = columns.length + 1, count = Math.min(length, CURVATURE_ROWS);
    const hessian = new Float64Array(size * size);
    // four rows at a time, as each sum is read and written once for them
    const rows = Array.from({ length: 4 }, () => new Float64Array(size));
    const [p, q, r, s] = rows as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < count; i += 4) {
      rows.forEach((x, j) => {
        x.fill(0);
        if (i + j >= count) return;
        const row = Math.floor((i + j + 0.5) * length / count);
        const root = Math.sqrt(variance(margins[row]!) * length / count);
        x[0] = root;
        columns.forEach(({ f, score }, k) => (x[k + 1] = root * score[bins[f * length + row]!]!));
      });
      for (let a = 0, at = 0; a < size; a++, at += size) {
        const pa = p[a]!, qa = q[a]!, ra = r[a]!, sa = s[a]!;
        for (let b = 0; b <= a; b++) {
          hessian[at + b]! += pa * p[b]! + qa * q[b]! + ra * r[b]! + sa * s[b]!;
        }
      }
    }
    for (let a = 1; a < size; a++) hessian[a * size + a]! += penalty;
    return hessian;
  }

  function coverOf(margins: Float64Array): Float64Array[] {
    return sumsByBin(margins.map(variance));
  }

  function sumsByBin(values: Float64Array): Float64Array[] {
    return features.map((_, f) => {
      const sums = new Float64Array(BINS), bins = binsOf(f);
      if (scored[f]!.length === 0) return sums;
      for (let row = 0; row < length; row++) sums[bins[row]!]! += values[row]!;
      return sums;
    });
  }
}

function sigmoid(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

function variance(margin: number): number {
  const p = sigmoid(margin);
  return p * (1 - p);
}
