import { chiSquareTail } from "./chi_square_tail.ts";

/** Result of a test of whether the rows of a table of counts have the same distribution. */
export interface ChiSquareContingency {
  /** Pearson's chi-square. */
  statistic: number;
  /** Upper tail probability of the statistic. */
  pValue: number;
  /** (rows − 1) × (columns − 1). */
  degreesOfFreedom: number;
  /** Expected counts, from the margins. */
  expected: number[][];
}

/**
 * Pearson's chi-square test of independence, equal to scipy's `chi2_contingency`.
 *
 * @param counts rows × columns, non-negative; no row and no column may be all zero.
 * @param options.yates with one degree of freedom, moves counts by up to ½ towards their
 * expectation.
 * @throws RangeError if a row or a column is all zero (its expectation is zero), or a count
 * negative.
 *
 * @example
 * ```ts
 * import { chiSquareContingency } from "./chi_square_contingency.ts";
 * import assert from "node:assert/strict";
 *
 * const test = chiSquareContingency([[10, 20], [20, 40]]);
 * assert.deepEqual([test.statistic, test.pValue, test.degreesOfFreedom], [0, 1, 1]);
 * ```
 */
export function chiSquareContingency(
  counts: number[][],
  { yates = true }: { yates?: boolean } = {},
): ChiSquareContingency {
  const rows = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = (counts[0] ?? []).map((_, j) => counts.reduce((sum, row) => sum + row[j]!, 0));
  if (counts.some((row) => row.some((count) => !(count >= 0)))) {
    throw new RangeError(`counts must be non-negative: ${JSON.stringify(counts)}`);
  }
  if (rows.includes(0) || columns.includes(0) || columns.length === 0) {
    throw new RangeError(`a row or a column has no counts: rows ${rows}, columns ${columns}`);
  }
  const total = rows.reduce((sum, row) => sum + row, 0);
  const expected = rows.map((row) => columns.map((column) => row * column / total));
  const degreesOfFreedom = (rows.length - 1) * (columns.length - 1);
  if (degreesOfFreedom === 0) return { statistic: 0, pValue: 1, degreesOfFreedom, expected };
  let statistic = 0;
  counts.forEach((row, i) =>
    row.forEach((count, j) => {
      const mean = expected[i]![j]!;
      let distance = Math.abs(count - mean);
      if (yates && degreesOfFreedom === 1) distance -= Math.min(0.5, distance);
      statistic += distance ** 2 / mean;
    })
  );
  return {
    statistic,
    pValue: chiSquareTail(statistic, degreesOfFreedom),
    degreesOfFreedom,
    expected,
  };
}
