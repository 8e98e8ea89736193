import { populationStabilityIndex } from "../../stats/population_stability_index.ts";

/**
 * The population stability index between the counts of two windows; 0 where one of them has no
 * purchase of a known category, as nothing can be compared then.
 */
export function mixStability(reference: ArrayLike<number>, recent: ArrayLike<number>): number {
  const empty = [reference, recent].some((counts) =>
    Array.from(counts).every((count) => count === 0)
  );
  return empty ? 0 : populationStabilityIndex(reference, recent);
}
