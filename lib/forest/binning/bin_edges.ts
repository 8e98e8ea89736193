import { radixSort } from "../../stats/radix_sort.ts";
import { random } from "../../stats/random.ts";

/** Rows sampled for quantiles: 128 per bin, so that bin sizes differ by about a tenth. */
const SAMPLE_ROWS = 32_768;

/** Size of a hash table of recent values, which is checked before the set. */
const RECENT_BITS = 10;
const RECENT = 1 << RECENT_BITS;

/**
 * The thresholds between the bins of a numeric column, ascending: bin `b` holds the values with
 * `edges[b − 1] < x ≤ edges[b]`.
 *
 * With at most `maxBins` distinct values, each has its own bin and the edges are the midpoints
 * between neighbours, as in scikit-learn. With more, a seeded sample of rows is cut into bins of
 * about equal size, and a value that is more frequent than that has its own bin. The edges are
 * again midpoints between neighbouring values of the sample.
 *
 * A value rounded to 32 bits stays on the same side of an edge, unless rounding makes the two
 * neighbours of the edge equal.
 *
 * @param values NaN is missing and left out.
 * @param sample rows from which the quantiles are taken.
 */
export function binEdges(
  values: Float32Array | Float64Array,
  maxBins: number,
  sample: Uint32Array = sampleRows(values.length),
): Float64Array {
  const [distinct, counts] = runLengths(sortedValues(values, sample));
  const all = distinct.length <= maxBins ? allDistinct(values, maxBins) : undefined;
  if (all) return Float64Array.from(all.subarray(1), (above, i) => midpoint(all[i]!, above));
  const lastOfBin = equalShares(counts, maxBins);
  return Float64Array.from(lastOfBin, (i) => midpoint(distinct[i]!, distinct[i + 1]!));
}

/** All rows, or one random row per section of equal length, which covers sorted tables evenly. */
export function sampleRows(length: number): Uint32Array {
  if (length <= SAMPLE_ROWS) return Uint32Array.from({ length }, (_, row) => row);
  const { uniform } = random(0, length);
  const stretch = length / SAMPLE_ROWS;
  return Uint32Array.from({ length: SAMPLE_ROWS }, (_, i) => Math.floor((i + uniform()) * stretch));
}

function sortedValues<T extends Float32Array | Float64Array>(values: T, rows: Uint32Array): T {
  const Type = values.constructor as new (length: number) => T;
  const known = new Type(rows.length);
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    known[length] = value;
    length += value === value ? 1 : 0;
  }
  return radixSort(known.subarray(0, length) as T);
}

function runLengths(sorted: Float32Array | Float64Array): [Float64Array, Float64Array] {
  const distinct = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let length = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct[length++] = sorted[i]!;
    counts[length - 1]!++;
  }
  return [distinct.subarray(0, length), counts.subarray(0, length)];
}

/** Every distinct value, ascending; `undefined` if there are more than `limit`. */
function allDistinct(
  values: Float32Array | Float64Array,
  limit: number,
): Float64Array | undefined {
  const found = new Set<number>();
  // most values repeat soon, and a lookup in this table is cheaper than one in the set
  const recent = new Float64Array(RECENT).fill(NaN);
  const single = new Float32Array(1);
  const bits = new Uint32Array(single.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    single[0] = value;
    const place = Math.imul(bits[0]!, 0x9e3779b1) >>> (32 - RECENT_BITS);
    if (recent[place] === value || value !== value) continue;
    recent[place] = value;
    found.add(value + 0);
    if (found.size > limit) return undefined;
  }
  return Float64Array.from(found).sort();
}

/**
 * Index of the last distinct value of each bin, except the last bin. A value with more than a bin's
 * share of the rows has its own bin; the other values share the remaining bins.
 */
function equalShares(counts: Float64Array, maxBins: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isFrequent = (count: number) => count >= total / maxBins;
  const frequent = counts.filter(isFrequent);
  let rows = total - frequent.reduce((sum, count) => sum + count, 0);
  let bins = maxBins - frequent.length;
  let inBin = 0;
  const last: number[] = [];
  for (let i = 0; i < counts.length - 1 && last.length < maxBins - 1; i++) {
    const count = counts[i]!;
    const next = counts[i + 1]!;
    if (!isFrequent(count)) inBin += count;
    const share = rows / Math.max(1, bins);
    if (
      isFrequent(count) || inBin + Math.min(next, share) / 2 > share ||
      (isFrequent(next) && inBin > share / 4)
    ) {
      last.push(i);
      rows -= inBin;
      if (!isFrequent(count)) bins--;
      inBin = 0;
    }
  }
  return last;
}

function midpoint(below: number, above: number): number {
  const middle = (below + above) / 2;
  const lowest = Math.max(below, Math.fround(below)) + 0; // never −0
  return middle >= lowest && middle < Math.min(above, Math.fround(above)) ? middle : lowest;
}
