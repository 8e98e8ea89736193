import { random } from "../../stats/random.ts";
import type { PairCounts } from "./pair_counts.ts";
import type { SamplingRates } from "./sampling_rates.ts";

/**
 * Positions of the training rows of one week, ascending: all purchases and, of the negatives,
 * exactly the rounded share of repeat pairs and of new pairs (selection sampling, Knuth, TAOCP 2,
 * algorithm S).
 *
 * A forest is trained on them without weights: inverse weights cost 0.02 average precision. Its
 * probabilities are corrected afterwards by `correctSampling`.
 *
 * @param label `comprado` of the week's rows.
 * @param repeat above 0 if the pair was bought in an earlier week; without it all pairs are new.
 * @param week week index: each week draws from its own stream.
 */
export function sampleNegatives(
  label: Uint8Array,
  repeat: ArrayLike<number> | undefined,
  { repeatRate, newRate, seed, week }: SamplingRates & { seed: number; week: number },
): Int32Array {
  const kindOf = (row: number) => label[row] ? 2 : repeat && repeat[row]! > 0 ? 1 : 0;
  const left: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < label.length; row++) left[kindOf(row)]!++;
  const [unbought, repeats, bought] = left;
  const wanted = wantedOf({ unbought, repeat: repeats, bought }, { repeatRate, newRate });
  const places = new Int32Array(wanted[0]! + wanted[1]! + wanted[2]!);
  const { uniform } = random(seed, week);
  for (let row = 0, length = 0; length < places.length; row++) {
    const kind = kindOf(row);
    if (uniform() * left[kind]!-- < wanted[kind]!) {
      places[length++] = row;
      wanted[kind]!--;
    }
  }
  return places;
}

/** The number of rows that {@linkcode sampleNegatives} takes from pairs of these kinds. */
export function sampleSize(counts: PairCounts, rates: SamplingRates): number {
  return wantedOf(counts, rates).reduce((sum, one) => sum + one);
}

function wantedOf(
  { unbought, repeat, bought }: PairCounts,
  { repeatRate, newRate }: SamplingRates,
): [unbought: number, repeat: number, bought: number] {
  return [Math.round(unbought * newRate), Math.round(repeat * repeatRate), bought];
}
