import { random } from "../../lib/stats/random.ts";
import type { Mutant } from "./mutants.ts";

/**
 * At most `count` mutants, one a place: the places, in the order of the files, are cut into `count`
 * stretches of equal length, and each gives one. So every file is met in proportion to what there is
 * to change in it, and the same seed on the same source gives the same mutants.
 */
export function sampleMutants(
  places: Mutant[][],
  { count, seed }: { count: number; seed: number },
): Mutant[] {
  const { below } = random(seed);
  const stretches = Math.min(count, places.length);
  return Array.from({ length: stretches }, (_, i) => {
    const from = Math.floor(i * places.length / stretches);
    const to = Math.floor((i + 1) * places.length / stretches);
    const place = places[from + below(to - from)]!;
    return place[below(place.length)]!;
  });
}
