import { adjustPValues } from "../../stats/adjust_p_values.ts";
import type { LargestCategoryMove } from "../measure/largest_category_move.ts";
import type { ClusterPValue } from "../measure/within_customer_permutation.ts";

/** A stability index below it is commonly read as "no shift worth acting on". */
export const EFFECT_FLOOR = 0.1;

/** What the rule decides by. */
export interface PurchaseEvidence {
  /** Category moves against their usual moves. */
  largest: LargestCategoryMove;
  /** The population stability index of each variable, in any order. */
  stability: () => { variable: string; psi: number }[];
  /** The permutation test of each variable: the last thing asked, for it costs the most. */
  tests: () => ClusterPValue[];
}

/**
 * The variables that drifted, by the rule of the default preset: those of the categories that moved
 * beyond the limit. Where there are fewer than four past moves, those that differ beyond chance (Holm
 * over all variables) and by a stability index of {@linkcode EFFECT_FLOOR}: real differences alone are
 * found every week.
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
