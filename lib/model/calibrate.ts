/**
 * Turns probabilities into better ones: logit p' = a·ln q − b·ln(1 − q) + c, where q is p kept a
 * little away from 0 and 1. With a and b above 0 it rises strictly, so no ranking changes and no tie
 * is made.
 */
export interface Calibration {
  /** Slope of ln q. */
  a: number;
  /** Slope of −ln(1 − q). */
  b: number;
  /** Shift. */
  c: number;
}

/** Leaves everything as it is. */
export const NO_CALIBRATION: Calibration = { a: 1, b: 1, c: 0 };

/** How far q stays from 0 and 1: a pair in a hundred thousand is as rare as a week can tell. */
export const MARGIN = 1e-5;
/** Bounds of slopes and shift, far beyond what is met: within them no double near 1 makes a tie. */
const SLOPES = [0.05, 2] as const;
const SHIFTS = [-3, 3] as const;

/**
 * Fits beta calibration (Kull, Silva Filho & Flach 2017, "Beta calibration: a well-founded and easily
 * implemented improvement on logistic calibration") by maximum likelihood, with Newton's method.
 *
 * Three numbers are learned; isotonic regression, the usual choice, would tie whole ranges of the
 * ranking. The pairs of a week rise and fall together: fitted freely on one real week, the error of
 * the next ones rose from .010 to .023 and from .043 to .067. So a prior as strong as one week's
 * data says that nothing need change.
 *
 * @param labels 0 or 1, of rows that the model has not learned from.
 * @param probabilities one a row, already corrected for the sampling of negatives.
 * @param options.weeks how many weeks the rows come from.
 *
 * @example
 * ```ts
 * import { calibrate, fitCalibration } from "./calibrate.ts";
 * import assert from "node:assert/strict";
 *
 * const said = new Float64Array(1000).fill(0.5); // and one in ten came true
 * const labels = Uint8Array.from(said, (_, row) => row % 10 === 0 ? 1 : 0);
 * const [mended] = calibrate(said, fitCalibration(labels, said, { weeks: 50 }));
 * assert.ok(Math.abs(mended! - 0.1) < 0.02);
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
    const scale = longest > 1 ? 1 / longest : 1; // far from the optimum a whole step may overshoot
    at = [
      clamp(at[0] - scale * move[0], SLOPES),
      clamp(at[1] - scale * move[1], SLOPES),
      clamp(at[2] - scale * move[2], SHIFTS),
    ];
    if (longest < 1e-10) break;
  }
  return { a: at[0], b: at[1], c: at[2] };
}

/** Applies a calibration to probabilities, one by one. */
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

/** Of the negative log-likelihood. O(rows). */
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
