/**
 * Beta calibration: logit p' = a·ln q − b·ln(1 − q) + c, where q is p moved slightly away from 0
 * and 1. With a and b above 0 it is strictly increasing: the ranking is unchanged and no ties are
 * created.
 */
export interface Calibration {
  /** Slope of ln q. */
  a: number;
  /** Slope of −ln(1 − q). */
  b: number;
  /** Shift. */
  c: number;
}

/** The identity, apart from the margin. */
export const NO_CALIBRATION: Calibration = { a: 1, b: 1, c: 0 };

/** Distance of q from 0 and 1: one week cannot measure anything rarer than 1 pair in 100,000. */
export const MARGIN = 1e-5;
/**
 * Bounds of slopes and shift, far beyond fitted values; within them no double near 1 makes a tie.
 */
const SLOPES = [0.05, 2] as const;
const SHIFTS = [-3, 3] as const;

/**
 * Fits beta calibration (Kull, Silva Filho & Flach 2017, "Beta calibration: a well-founded and
 * easily implemented improvement on logistic calibration") by maximum likelihood, with Newton's
 * method.
 *
 * It has three parameters; isotonic regression, the usual choice, would tie whole ranges of the
 * ranking. The pairs of a week are correlated: fitted freely on one real week, the error of the
 * next ones rose from .010 to .023 and from .043 to .067. Therefore a prior with the weight of one
 * week's data favours the identity.
 *
 * @param labels 0 or 1, of rows that the model was not trained on.
 * @param probabilities one per row, already corrected for the sampling of negatives.
 * @param options.weeks number of weeks that the rows come from.
 *
 * @example
 * ```ts
 * import { calibrate, fitCalibration } from "./calibrate.ts";
 * import assert from "node:assert/strict";
 *
 * const predicted = new Float64Array(1000).fill(0.5); // one in ten is positive
 * const labels = Uint8Array.from(predicted, (_, row) => row % 10 === 0 ? 1 : 0);
 * const [p] = calibrate(predicted, fitCalibration(labels, predicted, { weeks: 50 }));
 * assert.ok(Math.abs(p! - 0.1) < 0.02);
 * ```
 */
export function fitCalibration(
  labels: Uint8Array,
  probabilities: Float64Array,
  { weeks = 1 }: { weeks?: number } = {},
): Calibration {
  const start: Vector = [1, 1, 0];
  const { hessian: information } = derivatives(labels, probabilities, start);
  // a tenth of a row keeps the system solvable without any row
  const penalty = information.map((row, i) => row[i]! / weeks + 0.1) as Vector;
  let at = start;
  for (let step = 0; step < 50; step++) {
    const { gradient, hessian } = derivatives(labels, probabilities, at);
    for (let i = 0; i < 3; i++) {
      gradient[i]! += penalty[i]! * (at[i]! - start[i]!);
      hessian[i]![i]! += penalty[i]!;
    }
    const move = solve3(hessian, gradient);
    const longest = Math.max(...move.map(Math.abs));
    const scale = longest > 1 ? 1 / longest : 1; // far from the optimum a full step may overshoot
    at = [
      clamp(at[0] - scale * move[0], SLOPES),
      clamp(at[1] - scale * move[1], SLOPES),
      clamp(at[2] - scale * move[2], SHIFTS),
    ];
    if (longest < 1e-10) break;
  }
  return { a: at[0], b: at[1], c: at[2] };
}

/** Applies a calibration to each probability. */
export function calibrate(probabilities: Float64Array, { a, b, c }: Calibration): Float64Array {
  return probabilities.map((p) => {
    const q = inside(p);
    return 1 / (1 + Math.exp(b * Math.log1p(-q) - a * Math.log(q) - c));
  });
}

type Vector = [number, number, number];
type Matrix = [Vector, Vector, Vector];

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

function inside(p: number): number {
  return MARGIN + (1 - 2 * MARGIN) * p;
}

/** Gradient and Hessian of the negative log-likelihood. O(rows). */
function derivatives(labels: Uint8Array, probabilities: Float64Array, [a, b, c]: Vector) {
  const gradient: Vector = [0, 0, 0];
  const hessian: Matrix = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
  for (let row = 0; row < labels.length; row++) {
    const q = inside(probabilities[row]!);
    const x: Vector = [Math.log(q), -Math.log1p(-q), 1];
    const p = 1 / (1 + Math.exp(-(a * x[0] + b * x[1] + c)));
    const weight = p * (1 - p), error = p - labels[row]!;
    for (let i = 0; i < 3; i++) {
      gradient[i]! += error * x[i]!;
      for (let j = 0; j < 3; j++) hessian[i]![j]! += weight * x[i]! * x[j]!;
    }
  }
  return { gradient, hessian };
}

/** Solves a symmetric positive definite system of three by Cramer's rule. */
function solve3(m: Matrix, v: Vector): Vector {
  const [[p, q, r], [, s, t], [, , u]] = m;
  const cofactors: Matrix = [
    [s * u - t * t, r * t - q * u, q * t - r * s],
    [r * t - q * u, p * u - r * r, q * r - p * t],
    [q * t - r * s, q * r - p * t, p * s - q * q],
  ];
  const determinant = p * cofactors[0][0] + q * cofactors[0][1] + r * cofactors[0][2];
  return cofactors.map((row) =>
    (row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) / determinant
  ) as Vector;
}
