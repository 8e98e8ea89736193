/** The input of add_shares.as.ts, as plain arrays. */
export interface LeafTable {
  /** By Gauss node; an even number of nodes. */
  weights: number[];
  /** By feature of the path, bit and node. */
  factors: number[][][];
  shares: number[][][];
  patterns: number[];
  /** Index of the pattern of each row. */
  rows: number[];
  /** Column in the sums of each feature of the path. */
  columns: number[];
}

/** The twin of add_shares.as.ts in TypeScript: adds each row's shares to its `width` sums. */
export function plainShares(leaf: LeafTable, width: number, sums: Float64Array): void {
  const { weights, factors, shares, patterns, rows, columns } = leaf;
  const ofPattern = patterns.map((pattern) => {
    const bits = columns.map((_, j) => (pattern >>> j) & 1);
    const products = weights.map((weight, q) =>
      bits.reduce((product, bit, j) => product * factors[j]![bit]![q]!, weight)
    );
    return bits.map((bit, j) => {
      const parts = products.map((product, q) => product * shares[j]![bit]![q]!);
      // even and odd nodes separately, as in the lanes of a vector
      const [even, odd] = [0, 1].map((lane) =>
        parts.filter((_, q) => q % 2 === lane).reduce((sum, part) => sum + part)
      );
      return even! + odd!;
    });
  });
  rows.forEach((pattern, row) =>
    columns.forEach((column, j) => sums[row * width + column]! += ofPattern[pattern]![j]!)
  );
}
