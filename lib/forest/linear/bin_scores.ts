import { MISSING_BIN } from "../binning/bin_values.ts";

/** Bins of a byte. */
export const BINS = 256;

/**
 * What a bin of a numeric feature counts as in a linear model: its mean rank among the rows, and the
 * logarithm of its values (sign × log(1 + |x|)). Each has mean 0 and variance 1 over the rows;
 * missing values and the bins of a constant are 0.
 *
 * A rank alone tells the largest values too little apart, a logarithm alone the small ones: average
 * precision on 2024-W43 to W46 is .623 with the ranks, .627 with the logarithms, .632 with both.
 *
 * @param bins of the rows, 255 if missing.
 * @param edges between the bins; see {@linkcode BinnedTable}.
 */
export function binScores(bins: Uint8Array, edges: Float64Array): Float64Array[] {
  const counts = new Float64Array(BINS);
  for (const bin of bins) counts[bin]!++;
  const known = edges.length + 1;
  const ranks = new Float64Array(BINS), sizes = new Float64Array(BINS);
  let below = 0;
  for (let bin = 0; bin < known; bin++) {
    ranks[bin] = below + counts[bin]! / 2;
    below += counts[bin]!;
    // the outer bins have one edge
    const lower = edges[Math.max(0, bin - 1)] ?? 0, upper = edges[Math.min(bin, known - 2)] ?? 0;
    sizes[bin] = (logarithm(lower) + logarithm(upper)) / 2;
  }
  counts[MISSING_BIN] = 0;
  return [standardised(ranks, counts, known), standardised(sizes, counts, known)];
}

function logarithm(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

/** Mean 0 and variance 1 over the rows; 0 if all are equal. */
function standardised(scores: Float64Array, counts: Float64Array, known: number): Float64Array {
  let rows = 0, sum = 0, squares = 0;
  for (let bin = 0; bin < known; bin++) {
    rows += counts[bin]!;
    sum += counts[bin]! * scores[bin]!;
  }
  const mean = rows > 0 ? sum / rows : 0;
  for (let bin = 0; bin < known; bin++) squares += counts[bin]! * (scores[bin]! - mean) ** 2;
  const deviation = rows > 0 ? Math.sqrt(squares / rows) : 0;
  return scores.map((score, bin) => bin < known && deviation > 0 ? (score - mean) / deviation : 0);
}
