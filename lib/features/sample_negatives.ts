import { random } from "../stats/random.ts";

/**
 * Places of the rows of one week to learn from, ascending: all purchases and a share of the rest,
 * exactly the rounded share (selection sampling, Knuth, TAOCP 2, algorithm S).
 *
 * The forest trains on them without weights: inverse weights cost 0.02 average precision. Its
 * probabilities are put right afterwards by `correctPrior`.
 *
 * @param label `comprado` of the week's rows.
 * @param rate share of the negatives to keep.
 * @param week week index: each week draws from a stream of its own.
 */
export function sampleNegatives(
  label: Uint8Array,
  { rate, seed, week }: { rate: number; seed: number; week: number },
): Int32Array {
  let positives = 0;
  for (const value of label) positives += value;
  let left = label.length - positives;
  let wanted = Math.round(left * rate);
  const places = new Int32Array(positives + wanted);
  const { uniform } = random(seed, week);
  for (let row = 0, length = 0; length < places.length; row++) {
    if (label[row]) places[length++] = row;
    else if (uniform() * left-- < wanted) {
      places[length++] = row;
      wanted--;
    }
  }
  return places;
}
