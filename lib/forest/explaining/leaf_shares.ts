import { gaussLegendre } from "./gauss_legendre.ts";
import { loadKernel } from "../kernels/load_kernel.ts";
import {
  FEATURES_AT,
  MAX_PATH_FEATURES,
  MAX_ROWS,
  MAX_VECTORS,
  PATTERNS_AT,
  ROW_SHARES_AT,
  SHARES_AT,
  SHARES_STEP,
  SUMS_AT,
  TABLE_AT,
  WEIGHTS_AT,
} from "./share_layout.ts";

/** The functions of add_shares.as.ts. */
type ShareKernel = Record<
  `addShares${number}`,
  (patterns: number, features: number, rows: number, rowBytes: number) => void
>;

const shareKernel = loadKernel<ShareKernel>(new URL("./add_shares.wasm", import.meta.url));

/** Sums of contributions for a block of rows; see {@linkcode leafShares}. */
export interface LeafShares {
  /** Contributions so far, row by row: one number per feature. */
  sums: Float64Array;
  /** Bit `j` of a pattern is 1 if a row meets the leaf's conditions on feature `j` of its path. */
  patterns: Int32Array;
  /** Sets the index of the row's pattern. */
  setPattern(row: number, pattern: number): void;
  /**
   * Adds the contributions of a leaf to the first `rows` rows of the sums.
   *
   * @param length number of features in the leaf's path.
   * @param features the features of the path.
   * @param covers share of the training rows that meet the conditions on each of them.
   */
  add(
    leaf: { value: number; length: number; features: Int32Array; covers: Float64Array },
    patterns: number,
    rows: number,
  ): void;
}

/**
 * Computes the Shapley values of single leaves. A path's conditions on one feature are merged: a
 * share `z_j` of the training rows meets those on feature `j`, and the row does (`o_j` = 1) or does
 * not (`o_j` = 0). The leaf's game is `v(S) = value · Π_{S} o_j · Π_{not S} z_j`; its Shapley value
 * is
 *
 *     φ_i = value · (o_i − z_i) · ∫₀¹ Π_{j ≠ i} (t·o_j + (1 − t)·z_j) dt,
 *
 * a polynomial of degree d − 1, which ⌈d / 2⌉ Gauss nodes integrate exactly. All factors are
 * positive, so dividing by one to leave it out loses no digits. O(d²) per pattern.
 *
 * The game is that of Lundberg, Erion & Lee 2018 (https://arxiv.org/abs/1802.03888, algorithm 2).
 *
 * @param width number of sums per row.
 */
export function leafShares(width: number): LeafShares {
  const rules = Array.from(
    { length: MAX_PATH_FEATURES + 1 },
    (_, d) => gaussLegendre(Math.max(1, Math.ceil(d / 2))),
  );
  const bytes = SUMS_AT + 8 * width * MAX_ROWS;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const kernel = shareKernel(memory);
  const functions = Array.from({ length: MAX_VECTORS }, (_, k) => kernel[`addShares${k + 1}`]!);
  const weights = new Float64Array(memory.buffer, WEIGHTS_AT);
  const table = new Float64Array(memory.buffer, TABLE_AT);
  const rowShares = new Int32Array(memory.buffer, ROW_SHARES_AT, MAX_ROWS);
  const places = new Int32Array(memory.buffer, FEATURES_AT);
  return {
    sums: new Float64Array(memory.buffer, SUMS_AT, width * MAX_ROWS),
    patterns: new Int32Array(memory.buffer, PATTERNS_AT, MAX_ROWS),
    setPattern: (row, pattern) => rowShares[row] = SHARES_AT + SHARES_STEP * pattern,
    add({ value, length, features, covers }, patterns, rows) {
      const rule = rules[length]!, nodes = rule.nodes.length;
      // an odd number of nodes is padded to whole vectors by one of weight 0
      const padded = nodes + nodes % 2;
      weights[nodes] = 0;
      for (let q = 0; q < nodes; q++) {
        const t = rule.nodes[q]!;
        weights[q] = rule.weights[q]! * value;
        // per vector two factors, then two shares
        const place = 4 * (q >> 1) + q % 2;
        for (let j = 0; j < length; j++) {
          const unmet = 4 * padded * j + place, met = unmet + 2 * padded;
          const z = covers[j]!, factor = t + (1 - t) * z;
          table[unmet] = (1 - t) * z;
          table[unmet + 2] = -1 / (1 - t);
          table[met] = factor;
          table[met + 2] = (1 - z) / factor;
        }
      }
      for (let j = 0; j < length; j++) places[j] = 8 * features[j]!;
      functions[padded / 2 - 1]!(patterns, length, rows, 8 * width);
    },
  };
}
