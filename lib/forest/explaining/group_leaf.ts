import { GROUPS, PATTERNS } from "./group_layout.ts";

/** The weight of coalitions of 0 to 3 of the other groups: |S|! (3 − |S|)! / 4!. */
const WEIGHTS = [1 / 4, 1 / 12, 1 / 12, 1 / 4];

/** For each group the others, and the patterns of the subsets of those. */
const PLACES = Array.from({ length: GROUPS }, (_, group) => {
  const others = [0, 1, 2, 3].filter((other) => other !== group);
  const patterns = Uint8Array.from(
    { length: 2 ** others.length },
    (_, set) => others.reduce((pattern, other, bit) => pattern | (set >> bit & 1) << other, 0),
  );
  return { others, patterns };
});

const sums = new Float64Array(2 ** (GROUPS - 1));

/**
 * Writes what a leaf adds to the Shapley value of each group, by the pattern of the row.
 *
 * The game of a leaf pays, to a coalition S of groups, `value` times the product over the groups in
 * S of whether the row meets the path's conditions on their features (1 or 0), and over the others
 * of the share of training rows that do, their `cover`. Coalitions with a group that the row does
 * not meet get nothing, so a sum over the subsets of the groups that it meets is left:
 *
 *     share(g) = value · (met(g) − cover(g)) · Σ_S weight(|S|) · Π_{j ∉ S, j ≠ g} cover(j)
 *
 * A group that is not on the path has the cover 1 and is met; then its share is 0, and it does not
 * change those of others. Jullum, Redelmeier & Aas 2021, https://arxiv.org/abs/2106.12228.
 *
 * @param table receives `table[group * 16 + pattern]`.
 */
export function groupLeaf(value: number, cover: Float64Array, table: Float32Array): void {
  for (let g = 0; g < GROUPS; g++) {
    const { others, patterns } = PLACES[g]!;
    const a = cover[others[0]!]!, b = cover[others[1]!]!, c = cover[others[2]!]!;
    // by subset of the others: the sum of the terms of all coalitions within it
    const none = WEIGHTS[0]! * a * b * c;
    const onlyA = WEIGHTS[1]! * b * c, onlyB = WEIGHTS[1]! * a * c, onlyC = WEIGHTS[1]! * a * b;
    sums[0] = none;
    sums[1] = none + onlyA;
    sums[2] = none + onlyB;
    sums[3] = none + onlyA + onlyB + WEIGHTS[2]! * c;
    sums[4] = none + onlyC;
    sums[5] = none + onlyA + onlyC + WEIGHTS[2]! * b;
    sums[6] = none + onlyB + onlyC + WEIGHTS[2]! * a;
    sums[7] = none + onlyA + onlyB + onlyC + WEIGHTS[2]! * (a + b + c) + WEIGHTS[3]!;
    const unmet = -value * cover[g]!, met = value + unmet;
    for (let set = 0; set < sums.length; set++) {
      const at = g * PATTERNS + patterns[set]!, sum = sums[set]!;
      table[at] = unmet * sum;
      table[at + (1 << g)] = met * sum;
    }
  }
}
