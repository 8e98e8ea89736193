/**
 * The loops that distribute a leaf's value among the features of its path; called by
 * leaf_shares.ts, which documents the formula. They take a third of the time of their TypeScript
 * twin (tests/forest/plain_shares.ts).
 *
 * For each pattern the kernel computes
 *
 *     product[q] = weights[q] · Π_j factor[j][bit j][q]
 *     shares[j] = Σ_q product[q] · share[j][bit j][q]
 *
 * and then adds the shares of each row's pattern to the row's sums. `q` counts Gauss nodes, two per
 * vector; even and odd nodes are summed separately. There is one function per number of vectors, 1
 * to 8, so that the products stay in registers. Each feature and vector then costs two loads, two
 * multiplications and an addition: about 2 cycles.
 *
 * Layout, with the addresses of share_layout.ts:
 *
 *     weights    f64 per Gauss node
 *     table      per feature of the path an entry for bit 0, then one for bit 1; per vector two f64
 *                factors, then two f64 shares, so that all offsets in an entry are literals
 *     patterns   u32 each: bit j is 1 if the conditions on feature j are met
 *     shares     f64 per feature, for each pattern, SHARES_STEP bytes apart
 *     rowShares  u32 per row: address of the shares of its pattern
 *     features   u32 per feature: its byte offset in a row of sums
 *     sums       f64 each, row by row
 */
import {
  FEATURES_AT,
  PATTERNS_AT,
  ROW_SHARES_AT,
  SHARES_AT,
  SHARES_STEP,
  SUMS_AT,
  TABLE_AT,
  WEIGHTS_AT,
} from "./share_layout.ts";

/** The entry in the table for the lowest bit of `bits`. */
@inline
function entryOf(vectors: i32, table: usize, bits: u32): usize {
  return table + (bits & 1) * (32 * vectors);
}

/** Computes the shares of one pattern. `vectors` is constant when inlined, so its tests vanish. */
@inline
function sharePattern(vectors: i32, pattern: u32, features: i32, shares: usize): void {
  let product0 = v128.load(WEIGHTS_AT);
  let product1 = vectors > 1 ? v128.load(WEIGHTS_AT, 16) : f64x2.splat(0);
  let product2 = vectors > 2 ? v128.load(WEIGHTS_AT, 32) : f64x2.splat(0);
  let product3 = vectors > 3 ? v128.load(WEIGHTS_AT, 48) : f64x2.splat(0);
  let product4 = vectors > 4 ? v128.load(WEIGHTS_AT, 64) : f64x2.splat(0);
  let product5 = vectors > 5 ? v128.load(WEIGHTS_AT, 80) : f64x2.splat(0);
  let product6 = vectors > 6 ? v128.load(WEIGHTS_AT, 96) : f64x2.splat(0);
  let product7 = vectors > 7 ? v128.load(WEIGHTS_AT, 112) : f64x2.splat(0);
  let table: usize = TABLE_AT;
  let bits = pattern;
  let left = features;
  do {
    const factors = entryOf(vectors, table, bits);
    product0 = f64x2.mul(product0, v128.load(factors));
    if (vectors > 1) product1 = f64x2.mul(product1, v128.load(factors, 32));
    if (vectors > 2) product2 = f64x2.mul(product2, v128.load(factors, 64));
    if (vectors > 3) product3 = f64x2.mul(product3, v128.load(factors, 96));
    if (vectors > 4) product4 = f64x2.mul(product4, v128.load(factors, 128));
    if (vectors > 5) product5 = f64x2.mul(product5, v128.load(factors, 160));
    if (vectors > 6) product6 = f64x2.mul(product6, v128.load(factors, 192));
    if (vectors > 7) product7 = f64x2.mul(product7, v128.load(factors, 224));
    bits >>= 1;
    table += 64 * vectors;
  } while (--left);
  table = TABLE_AT;
  bits = pattern;
  left = features;
  do {
    const entry = entryOf(vectors, table, bits);
    let sum = f64x2.mul(product0, v128.load(entry, 16));
    if (vectors > 1) sum = f64x2.add(sum, f64x2.mul(product1, v128.load(entry, 48)));
    if (vectors > 2) sum = f64x2.add(sum, f64x2.mul(product2, v128.load(entry, 80)));
    if (vectors > 3) sum = f64x2.add(sum, f64x2.mul(product3, v128.load(entry, 112)));
    if (vectors > 4) sum = f64x2.add(sum, f64x2.mul(product4, v128.load(entry, 144)));
    if (vectors > 5) sum = f64x2.add(sum, f64x2.mul(product5, v128.load(entry, 176)));
    if (vectors > 6) sum = f64x2.add(sum, f64x2.mul(product6, v128.load(entry, 208)));
    if (vectors > 7) sum = f64x2.add(sum, f64x2.mul(product7, v128.load(entry, 240)));
    store<f64>(shares, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
    shares += 8;
    bits >>= 1;
    table += 64 * vectors;
  } while (--left);
}

/** Adds the shares of each row's pattern to its sums; rows of sums are `rowBytes` apart. */
@inline
function addToRows(features: i32, rows: i32, rowBytes: i32): void {
  let row: usize = ROW_SHARES_AT;
  let sums: usize = SUMS_AT;
  do {
    let share: usize = load<u32>(row);
    let feature: usize = FEATURES_AT;
    let left = features;
    do {
      const sum = sums + load<u32>(feature);
      store<f64>(sum, load<f64>(sum) + load<f64>(share));
      share += 8;
      feature += 4;
    } while (--left);
    row += 4;
    sums += rowBytes;
  } while (--rows);
}

@inline
function addShares(vectors: i32, patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  let pattern: usize = PATTERNS_AT;
  let shares: usize = SHARES_AT;
  do {
    sharePattern(vectors, load<u32>(pattern), features, shares);
    pattern += 4;
    shares += SHARES_STEP;
  } while (--patterns);
  addToRows(features, rows, rowBytes);
}

// one function per number of vectors; no argument is 0

export function addShares1(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(1, patterns, features, rows, rowBytes);
}

export function addShares2(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(2, patterns, features, rows, rowBytes);
}

export function addShares3(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(3, patterns, features, rows, rowBytes);
}

export function addShares4(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(4, patterns, features, rows, rowBytes);
}

export function addShares5(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(5, patterns, features, rows, rowBytes);
}

export function addShares6(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(6, patterns, features, rows, rowBytes);
}

export function addShares7(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(7, patterns, features, rows, rowBytes);
}

export function addShares8(patterns: i32, features: i32, rows: i32, rowBytes: i32): void {
  addShares(8, patterns, features, rows, rowBytes);
}
