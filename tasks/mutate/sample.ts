import { random } from "../../lib/stats/random.ts";
import type { Mutant } from "./mutants.ts";

/**
 * At most `count` mutants, one per place: the places, in the order of the files, are divided into
 * `count` parts of equal length, and one is drawn from each. So every file is sampled in proportion
 * to its number of places, and the same seed and source give the same mutants.
 */
export function sampleMutants(
  places: Mutant[][],
  { count, seed }: { count: number; seed: number },
): Mutant[] {
  const { below } = random(seed);
  const parts = Math.min(count, places.length);
  return Array.from({ length: parts }, (_, i) => {
    const from = Math.floor(i * places.length / parts);
    const to = Math.floor((i + 1) * places.length / parts);
    const place = places[from + below(to - from)]!;
    return place[below(place.length)]!;
  });
}
