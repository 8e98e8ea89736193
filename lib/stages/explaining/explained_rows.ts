import { random } from "../../stats/random.ts";

/** Rows chosen to explain a model, and how many rows of the data each represents. */
export interface ExplainedRows {
  /** Ascending. */
  rows: Int32Array;
  weights: Float64Array;
  /** Positives among `rows`. */
  positives: number;
}

/**
 * A seeded sample that is rich in positives: 2–3 % of the pairs are bought, so a uniform sample of
 * 500 would contain about a dozen. Positives fill up to a given share of the sample, negatives the
 * rest. The weights correct for that, so that weighted means and weighted average precision
 * estimate those of all rows.
 *
 * @param options.most maximum number of rows; with fewer rows all are taken, with weights 1.
 * @param options.stream distinguishes samples with the same seed.
 */
export function explainedRows(
  labels: Uint8Array,
  { most, positiveShare = 0.5, seed, stream = 0 }: {
    most: number;
    positiveShare?: number;
    seed: number;
    stream?: number;
  },
): ExplainedRows {
  const byClass: [number[], number[]] = [[], []];
  for (let row = 0; row < labels.length; row++) byClass[labels[row] ? 1 : 0].push(row);
  const [negatives, positives] = byClass;
  const size = Math.min(most, labels.length);
  const wanted = Math.min(
    positives.length,
    Math.max(Math.floor(positiveShare * size), size - negatives.length),
  );

  const chosen = [
    ...draw(negatives, size - wanted, random(seed, stream, 0)),
    ...draw(positives, wanted, random(seed, stream, 1)),
  ];
  const rows = Int32Array.from(chosen).sort();
  const weight = [negatives.length / (size - wanted), positives.length / wanted];
  const weights = Float64Array.from(rows, (row) => weight[labels[row] ? 1 : 0]!);
  return { rows, weights, positives: wanted };
}

/** Draws `count` items without replacement, by a partial shuffle. Reorders `items`. */
function draw(items: number[], count: number, { below }: { below(n: number): number }): number[] {
  for (let i = 0; i < count; i++) {
    const j = i + below(items.length - i);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items.slice(0, count);
}
