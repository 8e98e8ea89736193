/**
 * Sorts `order` by integer keys. The sort is stable: to sort by several keys, chain calls from the
 * last key to the first. O(rows + range of the key), against O(rows log rows) with a comparator.
 *
 * @param key one key per row.
 * @param order row numbers; by default all rows in their order.
 *
 * @example
 * ```ts
 * import { countingOrder } from "./counting_order.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([...countingOrder(Int32Array.of(7, 5, 7, 6))], [1, 3, 0, 2]);
 * ```
 */
export function countingOrder(key: Int32Array, order?: Uint32Array): Uint32Array {
  const length = order?.length ?? key.length;
  if (length === 0) return new Uint32Array();
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < length; i++) {
    const value = key[order ? order[i]! : i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const start = new Uint32Array(high - low + 2);
  for (let i = 0; i < length; i++) start[key[order ? order[i]! : i]! - low + 1]!++;
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!;
  const sorted = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const row = order ? order[i]! : i;
    sorted[start[key[row]! - low]!++] = row;
  }
  return sorted;
}
