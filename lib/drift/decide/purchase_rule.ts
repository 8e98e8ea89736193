import { adjustPValues } from "../../stats/adjust_p_values.ts";
import type { LargestCategoryMove } from "../measure/largest_category_move.ts";
import type { ClusterPValue } from "../measure/within_customer_permutation.ts";

/** A population stability index below it commonly means "no shift worth acting on". */
export const EFFECT_FLOOR = 0.1;

/** What the rule decides from. */
export interface PurchaseEvidence {
  /** Category moves in units of their usual moves. */
  largest: LargestCategoryMove;
  /** The population stability index of each variable, in any order. */
  stability: () => { variable: string; psi: number }[];
  /** The permutation test of each variable; called only where needed, as it costs the most. */
  tests: () => ClusterPValue[];
}

/**
 * The variables that drifted by the rule of the default preset: those with a category that moved
 * beyond the limit. With fewer than four past moves: those with a significant permutation test
 * (Holm over all variables) and a stability index of at least {@linkcode EFFECT_FLOOR}. The test
 * alone would alarm every week, as real weeks differ.
 */
export function driftedVariables(
  { largest, stability, tests }: PurchaseEvidence,
  threshold: number,
): string[] {
  if (largest.judged) {
    const beyond = largest.moves.filter(({ score }) => score > largest.limit);
    return [...new Set(beyond.map(({ variable }) => variable))];
  }
  const moved = stability().filter(({ psi }) => psi >= EFFECT_FLOOR).map((entry) => entry.variable);
  if (moved.length === 0) return [];
  const found = tests(), adjusted = adjustPValues(found.map(({ pValue }) => pValue), "holm");
  return found.filter(({ variable }, i) => adjusted[i]! < threshold && moved.includes(variable))
    .map(({ variable }) => variable);
}
