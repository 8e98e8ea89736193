/**
 * The mean out-of-bag prediction of each row, over the trees that predict it (not NaN). Trees may
 * be added in any order; they are summed by index, so that the sums are the same to the last bit.
 */
export function outOfBagMean(rows: number) {
  const sums = new Float64Array(rows);
  const counts = new Float64Array(rows);
  const waiting = new Map<number, Float64Array>();
  let next = 0;
  return {
    /** Adds the predictions of tree `index`. */
    add(index: number, predictions: Float64Array): void {
      waiting.set(index, predictions);
      for (let tree; (tree = waiting.get(next)) !== undefined; next++) {
        for (let i = 0; i < rows; i++) {
          if (Number.isNaN(tree[i])) continue;
          sums[i]! += tree[i]!;
          counts[i]!++;
        }
        waiting.delete(next);
      }
    },
    /** NaN for rows without a prediction. */
    mean: (): Float64Array => sums.map((sum, i) => sum / counts[i]!),
  };
}
