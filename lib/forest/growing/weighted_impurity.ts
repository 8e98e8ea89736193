import type { SplitRules } from "./node_search.ts";

/**
 * Half of the Gini impurity, or the entropy in nats, times the weight of the rows.
 *
 * @param positives draws of class 1, and `negatives` those of class 0.
 */
export function weightedImpurity(
  positives: number,
  negatives: number,
  { criterion, classWeight }: SplitRules,
): number {
  const p = positives * classWeight[1];
  const n = negatives * classWeight[0];
  if (p === 0 || n === 0) return 0;
  const w = p + n;
  return criterion === "gini" ? p * n / w : -p * Math.log(p / w) - n * Math.log(n / w);
}
