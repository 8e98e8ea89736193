import { random } from "../stats/random.ts";

/** Rows that quantiles are taken from: their error is below a tenth of a bin. */
const SAMPLE_ROWS = 65_536;

/**
 * The thresholds between the bins of a numeric column, ascending: bin `b` holds the values with
 * `edges[b − 1] < x ≤ edges[b]`.
 *
 * With at most `maxBins` distinct values every value has a bin of its own and the edges are the
 * mid-points between neighbours, as in scikit-learn. With more, the bins hold about equally many of
 * a seeded sample of rows, a value more frequent than that has its own, and the edges are again
 * mid-points between neighbouring values of the sample.
 *
 * Values rounded to 32 bits fall on the same side of an edge as those of 64 bits that it was made
 * from, unless rounding makes the two neighbours equal.
 *
 * @param values NaN is missing and left out.
 */
export function binEdges(values: Float32Array | Float64Array, maxBins: number): Float64Array {
  const [distinct, counts] = runLengths(sortedSample(values));
  const all = distinct.length <= maxBins ? allDistinct(values, maxBins) : undefined;
  if (all) return Float64Array.from(all.subarray(1), (above, i) => midpoint(all[i]!, above));
  const lastOfBin = equalShares(counts, maxBins);
  return Float64Array.from(lastOfBin, (i) => midpoint(distinct[i]!, distinct[i + 1]!));
}

function sortedSample(values: Float32Array | Float64Array): Float64Array {
  const n = values.length;
  const sample = new Float64Array(Math.min(n, SAMPLE_ROWS));
  let kept = 0;
  const { uniform } = random(0, n);
  for (let i = 0; i < sample.length; i++) {
    // one row of each of equally many stretches, so that sorted tables are covered evenly
    const row = n <= SAMPLE_ROWS ? i : Math.floor((i + uniform()) * n / SAMPLE_ROWS);
    const value = values[row]! + 0; // −0 and 0 are one value
    if (value === value) sample[kept++] = value;
  }
  return sample.subarray(0, kept).sort();
}

function runLengths(sorted: Float64Array): [Float64Array, Float64Array] {
  const distinct = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let length = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[length++] = sorted[i]!;
    counts[length - 1]!++;
  }
  return [distinct.subarray(0, length), counts.subarray(0, length)];
}

/** Every distinct value, ascending, or `undefined` where they are more than `limit`. */
function allDistinct(
  values: Float32Array | Float64Array,
  limit: number,
): Float64Array | undefined {
  const found = new Set<number>();
  let previous = NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === previous || value !== value) continue;
    previous = value;
    found.add(value + 0);
    if (found.size > limit) return undefined;
  }
  return Float64Array.from(found).sort();
}

/** Indices of the last distinct value of each bin but the last one. */
function equalShares(counts: Float64Array, maxBins: number): number[] {
  let left = counts.reduce((sum, count) => sum + count, 0);
  let binsLeft = maxBins;
  let inBin = 0;
  const last: number[] = [];
  for (let i = 0; i < counts.length - 1 && binsLeft > 1; i++) {
    inBin += counts[i]!;
    const share = left / binsLeft;
    if (inBin >= share || inBin + counts[i + 1]! / 2 > share || counts[i + 1]! >= share) {
      last.push(i);
      left -= inBin;
      inBin = 0;
      binsLeft--;
    }
  }
  return last;
}

function midpoint(below: number, above: number): number {
  const middle = (below + above) / 2;
  const lowest = Math.max(below, Math.fround(below)) + 0; // never −0
  return middle >= lowest && middle < Math.min(above, Math.fround(above)) ? middle : lowest;
}
