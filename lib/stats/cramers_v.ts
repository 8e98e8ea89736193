import { chiSquareContingency } from "./chi_square_contingency.ts";

/**
 * Cramér's V: how far a table of counts is from independence, from 0 to 1 for any table size. Equal
 * to scipy's `association(method="cramer")`, without correction for continuity or bias.
 *
 * @param counts rows × columns, as for `chiSquareContingency`.
 * @returns 0 for a single row or column.
 *
 * @example
 * ```ts
 * import { cramersV } from "./cramers_v.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(cramersV([[10, 0], [0, 10]]), 1);
 * ```
 */
export function cramersV(counts: number[][]): number {
  const { statistic } = chiSquareContingency(counts, { yates: false });
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const freedom = Math.min(counts.length, counts[0]!.length) - 1;
  return freedom === 0 ? 0 : Math.sqrt(statistic / total / freedom);
}
