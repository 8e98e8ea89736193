/**
 * The loop that finds the bins of values; called by bin_values.ts. It takes a quarter of the time
 * of its TypeScript twin (tests/forest/plain_bins.ts), where V8 compiles the comparisons to
 * branches that cannot be predicted.
 *
 * The buckets of 4 values are found at once, then the bin of each value:
 *
 *     bin = first[bucket]
 *     for (ahead = stride; ahead > 0; ahead >>= 1) bin += ahead * (edges[bin + ahead - 1] < value)
 *
 * A search step is a load and a dependent comparison, about 10 cycles; the 4 searches overlap. Most
 * need one or two steps: about 3 ns per value.
 *
 * Layout, by byte address:
 *
 *     values  f32 or f64 each
 *     target  u8 per value: its bin, 255 for NaN
 *     edges   f64 each, ascending, then +∞; the address is 8 bytes before the first edge
 *     first   u8 per bucket: number of edges in lower buckets
 *
 * See edge_index.ts for `lowest`, the bucket at which `first` begins, and `stride`. `last` is the
 * last index of `first`.
 */
import { LANES } from "./bin_layout.ts";

/** The indices in `first` of 4 values; `forms` are their bits as 32-bit floats. */
@inline
function buckets(forms: v128, lowest: i32, last: i32): v128 {
  // the bits of negative floats decrease as the value increases, so the lower 31 bits are inverted
  const ordered = v128.xor(forms, i32x4.shr_u(i32x4.shr_s(forms, 31), 1));
  const above = i32x4.sub(i32x4.shr_s(ordered, 16), i32x4.splat(lowest));
  return i32x4.min_s(i32x4.max_s(above, i32x4.splat(0)), i32x4.splat(last));
}

/** Moves `ahead` bins up if the last edge skipped is below the value. */
@inline
function step(bin: i32, ahead: i32, edges: usize, value: f64): i32 {
  return i32(load<f64>(edges + ((bin + ahead) << 3)) < value) * ahead + bin;
}

/** Writes the bin of value `k`; for NaN a byte of ones. */
@inline
function write(target: usize, bin: i32, value: f64, k: i32): void {
  store<u8>(target + k, (0 - i32(value != value)) | bin);
}

/** Loads 4 values as a vector of 32-bit floats. */
@inline
function forms<T>(values: usize): v128 {
  if (sizeof<T>() == 4) return v128.load(values);
  const low = f32x4.demote_f64x2_zero(v128.load(values));
  const high = f32x4.demote_f64x2_zero(v128.load(values, 16));
  return v128.shuffle<u64>(low, high, 0, 2);
}

@inline
function binValues<T>(
  values: usize,
  count: i32,
  target: usize,
  edges: usize,
  first: usize,
  lowest: i32,
  last: i32,
  stride: i32,
): void {
  do {
    const places = buckets(forms<T>(values), lowest, last);
    let bin0: i32 = load<u8>(first + i32x4.extract_lane(places, 0));
    let bin1: i32 = load<u8>(first + i32x4.extract_lane(places, 1));
    let bin2: i32 = load<u8>(first + i32x4.extract_lane(places, 2));
    let bin3: i32 = load<u8>(first + i32x4.extract_lane(places, 3));
    const value0 = <f64> load<T>(values);
    const value1 = <f64> load<T>(values, sizeof<T>());
    const value2 = <f64> load<T>(values, 2 * sizeof<T>());
    const value3 = <f64> load<T>(values, 3 * sizeof<T>());
    let ahead = stride;
    if (ahead) {
      do {
        bin0 = step(bin0, ahead, edges, value0);
        bin1 = step(bin1, ahead, edges, value1);
        bin2 = step(bin2, ahead, edges, value2);
        bin3 = step(bin3, ahead, edges, value3);
        ahead = ahead >>> 1;
      } while (ahead);
    }
    write(target, bin0, value0, 0);
    write(target, bin1, value1, 1);
    write(target, bin2, value2, 2);
    write(target, bin3, value3, 3);
    values += LANES * sizeof<T>();
    target += LANES;
    count -= LANES;
  } while (count);
}

/** Writes the bins of `count` 32-bit floats; `count` is a positive multiple of 4. */
export function binFloats(
  values: usize,
  count: i32,
  target: usize,
  edges: usize,
  first: usize,
  lowest: i32,
  last: i32,
  stride: i32,
): void {
  binValues<f32>(values, count, target, edges, first, lowest, last, stride);
}

/** Writes the bins of `count` 64-bit floats; `count` is a positive multiple of 4. */
export function binDoubles(
  values: usize,
  count: i32,
  target: usize,
  edges: usize,
  first: usize,
  lowest: i32,
  last: i32,
  stride: i32,
): void {
  binValues<f64>(values, count, target, edges, first, lowest, last, stride);
}
