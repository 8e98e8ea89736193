import { gaussLegendre } from "./gauss_legendre.ts";

/** Most features that the path to one leaf may ask about: bits of a pattern. */
export const MAX_PATH_FEATURES = 31;

/** What {@linkcode leafShares} gives. */
export interface LeafShares {
  /** Sets the leaf: its value, and for each feature of its path the share of rows that meet it. */
  begin(value: number, features: number, covers: Float64Array): void;
  /**
   * Adds the contributions of the leaf to a row to `into`, at the path's features in order.
   * Bit `j` of the pattern says whether the row meets the conditions on feature `j`.
   */
  compute(pattern: number, into: Float64Array, at: number): void;
}

/**
 * Shapley values of one leaf. A path's conditions on one feature are merged: feature `j` is met by
 * a share `z_j` of the training rows, and by the row (`o_j` = 1) or not (`o_j` = 0). The leaf's part
 * of the game is `v(S) = value · Π_{S} o_j · Π_{not S} z_j`, whose Shapley value is
 *
 *     φ_i = value · (o_i − z_i) · ∫₀¹ Π_{j ≠ i} (t·o_j + (1 − t)·z_j) dt,
 *
 * a polynomial of degree d − 1, which ⌈d / 2⌉ Gauss nodes integrate exactly. All factors are
 * positive, so leaving one out by division loses no digits. O(d²) a pattern.
 *
 * The game is that of Lundberg, Erion & Lee 2018 (https://arxiv.org/abs/1802.03888, algorithm 2).
 */
export function leafShares(): LeafShares {
  const rules = Array.from(
    { length: MAX_PATH_FEATURES + 1 },
    (_, d) => gaussLegendre(Math.max(1, Math.ceil(d / 2))),
  );
  const maxNodes = Math.ceil(MAX_PATH_FEATURES / 2);
  const met = new Float64Array(MAX_PATH_FEATURES * maxNodes); // t + (1 − t) z
  const unmet = new Float64Array(MAX_PATH_FEATURES * maxNodes); // (1 − t) z
  const gain = new Float64Array(MAX_PATH_FEATURES * maxNodes); // (1 − z) / (t + (1 − t) z)
  const weights = new Float64Array(maxNodes);
  const loss = new Float64Array(maxNodes); // −1 / (1 − t)
  const product = new Float64Array(maxNodes);
  let d = 0;
  let n = 0;

  return {
    begin(value, features, covers) {
      d = features;
      const rule = rules[d]!;
      n = rule.nodes.length;
      for (let q = 0; q < n; q++) {
        const t = rule.nodes[q]!;
        weights[q] = rule.weights[q]! * value;
        loss[q] = -1 / (1 - t);
        for (let j = 0; j < d; j++) {
          const z = covers[j]!;
          const a = t + (1 - t) * z;
          met[j * n + q] = a;
          unmet[j * n + q] = (1 - t) * z;
          gain[j * n + q] = (1 - z) / a;
        }
      }
    },
    compute(pattern, into, at) {
      for (let q = 0; q < n; q++) product[q] = weights[q]!;
      for (let j = 0; j < d; j++) {
        const factor = (pattern >>> j) & 1 ? met : unmet;
        for (let q = 0; q < n; q++) product[q]! *= factor[j * n + q]!;
      }
      let lost = 0;
      for (let q = 0; q < n; q++) lost += product[q]! * loss[q]!;
      for (let j = 0; j < d; j++) {
        let share = lost;
        if ((pattern >>> j) & 1) {
          share = 0;
          for (let q = 0; q < n; q++) share += product[q]! * gain[j * n + q]!;
        }
        into[at + j] = share;
      }
    },
  };
}
