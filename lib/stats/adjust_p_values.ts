/** Methods of adjusting p-values for multiple tests. */
export type Adjustment = "bonferroni" | "holm" | "benjamini_hochberg";

/**
 * P-values adjusted for multiple tests, to be compared with the level directly. Bonferroni and Holm
 * control the family-wise error rate, Benjamini–Hochberg the false discovery rate. Equal to R's
 * `p.adjust`; Benjamini–Hochberg also to scipy's `false_discovery_control`.
 *
 * Source: Holm (1979), "A simple sequentially rejective multiple test procedure"; Benjamini &
 * Hochberg (1995), "Controlling the false discovery rate".
 *
 * @returns in the order given, each in [0, 1].
 *
 * @example
 * ```ts
 * import { adjustPValues } from "./adjust_p_values.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(adjustPValues([0.5, 0.125], "holm"), [0.5, 0.25]);
 * ```
 */
export function adjustPValues(pValues: number[], adjustment: Adjustment): number[] {
  const m = pValues.length;
  if (adjustment === "bonferroni") return pValues.map((p) => Math.min(1, p * m));
  const ascending = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(m);
  if (adjustment === "holm") {
    let largest = 0;
    ascending.forEach((i, rank) => {
      largest = Math.max(largest, Math.min(1, pValues[i]! * (m - rank)));
      adjusted[i] = largest;
    });
    return adjusted;
  }
  let smallest = 1;
  for (let rank = m; rank > 0; rank--) {
    const i = ascending[rank - 1]!;
    smallest = Math.min(smallest, pValues[i]! * m / rank);
    adjusted[i] = smallest;
  }
  return adjusted;
}
