import { type Factors, outerEnds, type ProductMixture } from "./product_mixture.ts";
import { boundsOf, type Choice, type NumberRange, type SearchSpace } from "./search_space.ts";

/** Number of newest observations with full weight. */
const FULL_WEIGHTS = 25;

/**
 * The density of observed settings: one component per observation, as wide as the gap to its
 * neighbours, and one over the whole space, the prior. The rules are those of Optuna 5.0: prior
 * weight 1; a minimum width that shrinks as observations are added ("magic clip"); the ends of a
 * range do not count as neighbours; beyond 25, older observations get less weight.
 *
 * Bergstra et al. 2011, *Algorithms for hyper-parameter optimization*; multivariate: Falkner et al.
 * 2018 (BOHB); Watanabe 2023, https://arxiv.org/abs/2304.11127.
 *
 * @param space the parameters, in the order of the coordinates of a point.
 * @param observations points, oldest first; a choice is given by its index.
 */
export function parzenEstimator(space: SearchSpace, observations: number[][]): ProductMixture {
  const count = observations.length;
  const weights = count === 0 ? Float64Array.of(1) : Float64Array.of(...ageWeights(count), 1);
  const sum = weights.reduce((sum, weight) => sum + weight);
  return {
    weights: weights.map((weight) => weight / sum),
    factors: Object.entries(space).map(([name, range], i) => {
      const seen = observations.map((point) => point[i]!);
      return range.kind === "choice"
        ? choiceFactors(range, seen)
        : numberFactors(name, range, seen);
    }),
  };
}

/** Weights that rise linearly from 1/n to 1, and are 1 for the newest. */
function ageWeights(count: number): number[] {
  const fading = count - FULL_WEIGHTS;
  return Array.from({ length: count }, (_, i) => {
    if (i >= fading) return 1;
    // a single older observation gets the lowest weight
    return 1 / count + (fading === 1 ? 0 : (1 - 1 / count) * i / (fading - 1));
  });
}

/** Each component prefers its observed choice; the last one, the prior, is uniform. */
export function choiceFactors({ values }: Choice, seen: number[]): Factors {
  const others = 1 / (seen.length + 1);
  const chances = [...seen, -1].map((index) => {
    const chance = new Float64Array(values.length).fill(others);
    if (index >= 0) chance[index]! += 1;
    const sum = chance.reduce((sum, value) => sum + value);
    return chance.map((value) => value / sum);
  });
  return { kind: "choice", chances };
}

function numberFactors(name: string, range: NumberRange, seen: number[]): Factors {
  const bounds = boundsOf(name, range);
  const [low, high] = outerEnds(bounds);
  const means = bounds.log ? seen.map(Math.log) : seen;
  const count = means.length;
  const narrowest = (high - low) / Math.min(100, 2 + count);
  const order = Array.from(means.keys()).sort((a, b) => means[a]! - means[b]!);
  const spreads = new Float64Array(count + 1).fill(high - low);
  order.forEach((place, rank) => {
    const mean = means[place]!;
    const before = mean - (rank > 0 ? means[order[rank - 1]!]! : low);
    const after = (rank < count - 1 ? means[order[rank + 1]!]! : high) - mean;
    // the outermost have one neighbour; the end of the range does not count
    const gap = count < 2
      ? Math.max(before, after)
      : rank === 0
      ? after
      : rank === count - 1
      ? before
      : Math.max(before, after);
    spreads[place] = Math.min(high - low, Math.max(narrowest, gap));
  });
  return {
    kind: "number",
    bounds,
    means: Float64Array.of(...means, (low + high) / 2),
    spreads,
  };
}
