import { random } from "../../stats/random.ts";

/**
 * Positions of a uniform sample without replacement, ascending: selection sampling (Knuth, TAOCP 2,
 * algorithm S), in one pass.
 *
 * @param length number of rows to draw from.
 * @param most size of the sample; with fewer rows, all positions.
 */
export function samplePlaces(length: number, most: number, seed: number): Int32Array {
  const size = Math.min(length, most);
  const places = new Int32Array(size);
  const { uniform } = random(seed, length, most);
  for (let i = 0, chosen = 0; chosen < size; i++) {
    if (uniform() * (length - i) < size - chosen) places[chosen++] = i;
  }
  return places;
}
