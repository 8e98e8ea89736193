/**
 * Starts the records of a tree: computes the derivatives of the log loss of each drawn row, two rows
 * at a time.
 *
 * Derivatives become integers, so that their sums do not depend on the order of the rows and two
 * sums fit into one number: the first derivative in the upper 32 bits, the second in the lower. They
 * are rounded up or down at random, with the probability that makes the mean exact (stochastic
 * rounding, as in Shi et al. 2022, https://arxiv.org/abs/2207.09682): rounding to nearest would be
 * wrong in one direction for the many rows with the same small derivative.
 */
import { RECORD_BYTES } from "./boosting_layout.ts";

/** Scores beyond this make no difference: the probability is below 1e-17. */
const MOST_SCORE: f64 = 40;

@inline
function times(a: v128, b: f64): v128 {
  return f64x2.mul(a, f64x2.splat(b));
}

@inline
function timesPlus(sum: v128, r: v128, next: f64): v128 {
  return f64x2.add(f64x2.mul(sum, r), f64x2.splat(next));
}

/** The exponential function of two numbers from −40 to 40, with a relative error below 1e-9. */
@inline
function exp(x: v128): v128 {
  const k = f64x2.nearest(times(x, 1.4426950408889634));
  // ln 2 in two parts, so that the remainder is exact
  const r = f64x2.sub(f64x2.sub(x, times(k, 0.6931471803691238)), times(k, 1.9082149292705877e-10));
  let sum = f64x2.splat(1.0 / 40320.0);
  sum = timesPlus(sum, r, 1.0 / 5040.0);
  sum = timesPlus(sum, r, 1.0 / 720.0);
  sum = timesPlus(sum, r, 1.0 / 120.0);
  sum = timesPlus(sum, r, 1.0 / 24.0);
  sum = timesPlus(sum, r, 1.0 / 6.0);
  sum = timesPlus(sum, r, 0.5);
  sum = timesPlus(sum, r, 1);
  sum = timesPlus(sum, r, 1);
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  return f64x2.mul(sum, i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52));
}

/** Random bits: the finaliser of murmur3. */
@inline
function mix(x: v128): v128 {
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = i32x4.mul(x, i32x4.splat(0x85ebca6b));
  x = v128.xor(x, i32x4.shr_u(x, 13));
  x = i32x4.mul(x, i32x4.splat(0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/** Rounds two numbers up or down, by two of the 32-bit integers of `chance`. */
@inline
function round(x: v128, chance: v128): v128 {
  const uniform = times(f64x2.convert_low_i32x4_u(chance), 1.0 / 4294967296.0);
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(x, uniform)));
}

/**
 * Writes a record for each row of a list.
 *
 * @param rows address of the list of row indices (u32); it ends at `end`.
 * @param bins address of the rows' bins, `rowStep` bytes each.
 * @param scores address of the log-odds (f64) of all rows.
 * @param labels address of the labels (u8) of all rows.
 * @param seed of the rounding.
 * @param firstUnits a first derivative of 1 in integer units; `secondUnits` likewise.
 * @returns the packed sums of all records.
 */
export function startRecords(
  rows: usize,
  end: usize,
  records: usize,
  bins: usize,
  rowStep: usize,
  scores: usize,
  labels: usize,
  seed: u32,
  firstUnits: f64,
  secondUnits: f64,
): i64 {
  const one = f64x2.splat(1);
  let total: i64 = 0;
  for (; rows < end; rows += 8, records += 2 * RECORD_BYTES) {
    const a = load<u32>(rows);
    const isPair = rows + 4 < end;
    const b = isPair ? load<u32>(rows, 4) : a;
    let x = f64x2.splat(load<f64>(scores + (a << 3)));
    x = f64x2.replace_lane(x, 1, load<f64>(scores + (b << 3)));
    x = f64x2.min(f64x2.max(x, f64x2.splat(-MOST_SCORE)), f64x2.splat(MOST_SCORE));
    const p = f64x2.div(one, f64x2.add(one, exp(f64x2.neg(x))));
    let label = f64x2.splat(<f64> load<u8>(labels + a));
    label = f64x2.replace_lane(label, 1, <f64> load<u8>(labels + b));
    // four random integers: two per row
    let chance = i32x4.splat(2 * a);
    chance = i32x4.replace_lane(chance, 1, 2 * b);
    chance = i32x4.replace_lane(chance, 2, 2 * a + 1);
    chance = i32x4.replace_lane(chance, 3, 2 * b + 1);
    chance = mix(v128.xor(chance, i32x4.splat(seed)));
    const first = round(times(f64x2.sub(p, label), firstUnits), chance);
    const second = round(
      times(f64x2.mul(p, f64x2.sub(one, p)), secondUnits),
      i64x2.shuffle(chance, chance, 1, 1),
    );
    const sums = i64x2.add(
      i64x2.shl(i64x2.extend_low_i32x4_s(first), 32),
      i64x2.extend_low_i32x4_u(second),
    );
    store<u32>(records, <u32> (bins + a * rowStep));
    store<u32>(records, a, 4);
    store<i64>(records, i64x2.extract_lane(sums, 0), 8);
    total += i64x2.extract_lane(sums, 0);
    if (isPair) {
      store<u32>(records, <u32> (bins + b * rowStep), 16);
      store<u32>(records, b, 20);
      store<i64>(records, i64x2.extract_lane(sums, 1), 24);
      total += i64x2.extract_lane(sums, 1);
    }
  }
  return total;
}
