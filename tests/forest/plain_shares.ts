/** What add_shares.as.ts reads, as plain arrays. */
export interface LeafTable {
  /** By Gauss node, an even number of them. */
  weights: number[];
  /** By feature of the path, bit and node. */
  factors: number[][][];
  shares: number[][][];
  patterns: number[];
  /** By row: which of the patterns it has. */
  rows: number[];
  /** By feature of the path: its column in the sums. */
  columns: number[];
}

/** What add_shares.as.ts does, in TypeScript: adds each row's shares to its `width` sums. */
export function plainShares(leaf: LeafTable, width: number, sums: Float64Array): void {
  const { weights, factors, shares, patterns, rows, columns } = leaf;
  const ofPattern = patterns.map((pattern) => {
    const bits = columns.map((_, j) => (pattern >>> j) & 1);
    const products = weights.map((weight, q) =>
      bits.reduce((product, bit, j) => product * factors[j]![bit]![q]!, weight)
    );
    return bits.map((bit, j) => {
      const parts = products.map((product, q) => product * shares[j]![bit]![q]!);
      // nodes of even and of odd place apart, as the lanes of a vector are
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
