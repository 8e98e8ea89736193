import {
  logNormalMass,
  logNormalPdf,
  truncatedNormalQuantile,
} from "../stats/normal_distribution.ts";
import type { Random } from "../stats/random.ts";
import { type Bounds, onStep } from "./search_space.ts";

/**
 * The factors of one parameter in each component of a mixture: truncated normal distributions,
 * discretized if the range has steps, of the logarithm if the range is logarithmic; or
 * probabilities of the choices.
 */
export type Factors =
  | { kind: "number"; bounds: Bounds; means: Float64Array; spreads: Float64Array }
  | { kind: "choice"; chances: Float64Array[] };

/** A mixture of products: component k has weight k and the k-th factor of every parameter. */
export interface ProductMixture {
  weights: Float64Array;
  factors: Factors[];
}

/** The bounds of the truncated normal distributions of a range. */
export function outerEnds({ low, high, step, log }: Bounds): [number, number] {
  const ends: [number, number] = [low - step / 2, high + step / 2];
  return log ? [Math.log(ends[0]), Math.log(ends[1])] : ends;
}

/**
 * Log density of each point: densities of the logarithm for logarithmic ranges without steps,
 * probabilities for ranges with steps and for choices.
 *
 * @param points one value per parameter; the index of a choice.
 */
export function logDensity({ weights, factors }: ProductMixture, points: number[][]): Float64Array {
  const parts = factors.map((factor) =>
    factor.kind === "choice" ? choiceDensity(factor) : numberDensity(factor)
  );
  const sums = new Float64Array(weights.length);
  return Float64Array.from(points, (point) => {
    sums.set(weights.map(Math.log));
    parts.forEach((add, i) => add(point[i]!, sums));
    const most = Math.max(...sums);
    if (most === -Infinity) return most;
    return most + Math.log(sums.reduce((sum, value) => sum + Math.exp(value - most), 0));
  });
}

/** Adds the log density of a value in every component. */
type AddDensity = (value: number, sums: Float64Array) => void;

function choiceDensity({ chances }: Factors & { kind: "choice" }): AddDensity {
  return (value, sums) => {
    for (let k = 0; k < sums.length; k++) sums[k]! += Math.log(chances[k]![value]!);
  };
}

function numberDensity({ bounds, means, spreads }: Factors & { kind: "number" }): AddDensity {
  const [from, to] = outerEnds(bounds);
  const within = means.map((mean, k) =>
    logNormalMass((from - mean) / spreads[k]!, (to - mean) / spreads[k]!)
  );
  const { step, log } = bounds;
  const scaled = (value: number) => log ? Math.log(value) : value;
  return (value, sums) => {
    const x = scaled(value), left = scaled(value - step / 2), right = scaled(value + step / 2);
    for (let k = 0; k < sums.length; k++) {
      const mean = means[k]!, spread = spreads[k]!;
      sums[k]! += step > 0
        ? logNormalMass((left - mean) / spread, (right - mean) / spread) - within[k]!
        : logNormalPdf((x - mean) / spread) - Math.log(spread) - within[k]!;
    }
  };
}

/** A point drawn from a mixture, as {@linkcode logDensity} takes it. */
export function drawPoint({ weights, factors }: ProductMixture, { uniform }: Random): number[] {
  const k = drawIndex(weights, uniform());
  return factors.map((factor) => {
    if (factor.kind === "choice") return drawIndex(factor.chances[k]!, uniform());
    const { bounds, means, spreads } = factor;
    const [from, to] = outerEnds(bounds);
    const mean = means[k]!, spread = spreads[k]!;
    const z = truncatedNormalQuantile(uniform(), (from - mean) / spread, (to - mean) / spread);
    const x = mean + spread * z;
    return onStep(bounds.log ? Math.exp(x) : x, bounds);
  });
}

function drawIndex(chances: Float64Array, u: number): number {
  let left = u;
  for (let i = 0; i < chances.length; i++) {
    left -= chances[i]!;
    if (left < 0) return i;
  }
  return chances.length - 1;
}
