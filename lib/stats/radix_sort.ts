type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const DIGIT_BITS = 11;
const RADIX = 1 << DIGIT_BITS;

/**
 * The values in ascending order, in a new array. Least-significant-digit radix sort; own
 * implementation, because the built-in sort takes 55 ms for 500,000 normal 64-bit values, this one
 * 20 (32 bits: 10). O(n) time, and memory for one more copy of the values.
 *
 * @throws RangeError if a value is NaN.
 *
 * @example
 * ```ts
 * import { radixSort } from "./radix_sort.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...radixSort(Float64Array.of(2, -1, 0.5, -1))], [-1, -1, 0.5, 2]);
 * ```
 */
export function radixSort<T extends Float32Array | Float64Array>(values: T): T {
  let from = withoutSignOfZero(values), to = from.slice();
  const n = values.length;
  // 32-bit words per value, the lower first
  const words = values.BYTES_PER_ELEMENT / 4;
  let bits = new Uint32Array(from.buffer), otherBits = new Uint32Array(to.buffer);
  const starts = new Uint32Array(RADIX);
  for (let word = 0; word < words; word++) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      starts.fill(0);
      for (let at = word; at < bits.length; at += words) {
        starts[(bits[at]! >>> shift) & (RADIX - 1)]!++;
      }
      if (sumUp(starts) === n) continue;
      for (let i = 0, at = word; i < n; i++, at += words) {
        to[starts[(bits[at]! >>> shift) & (RADIX - 1)]!++] = from[i]!;
      }
      [from, to] = [to, from];
      [bits, otherBits] = [otherBits, bits];
    }
  }
  // the sign bit puts negative values last, the most negative at the end
  let negatives = 0;
  while (negatives < n && from[n - 1 - negatives]! < 0) to[negatives] = from[n - 1 - negatives++]!;
  to.set(from.subarray(0, n - negatives), negatives);
  return to as Float32Array | Float64Array as T;
}

/** A copy with 0 instead of −0, because equal values must have equal bits. */
function withoutSignOfZero(values: Float32Array | Float64Array): Floats {
  const copy = values.slice();
  for (let i = 0; i < copy.length; i++) {
    const value = copy[i]!;
    if (value !== value) throw new RangeError(`cannot sort NaN, found at row ${i}`);
    copy[i] = value + 0;
  }
  return copy;
}

/** Replaces each count by the sum of those before it; returns the largest count. */
function sumUp(counts: Uint32Array): number {
  let sum = 0, largest = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > largest) largest = count;
    counts[i] = sum;
    sum += count;
  }
  return largest;
}
