import { largestCategoryMove } from "../measure/largest_category_move.ts";
import { MAIN_VARIABLES } from "../measure/category_shares.ts";
import { type WeeklyShares, windowsOf } from "../measure/weekly_shares.ts";
import type { PurchaseDrift } from "../purchase_drift.ts";
import type { DriftVariable } from "./drift_report.ts";
import { inWords } from "./drift_verdict.ts";

/** How the decision was made. */
export function methodInWords(purchases: PurchaseDrift | null, threshold: number): string {
  if (!purchases) {
    return "Kolmogorov–Smirnov for numbers, chi-square for categories; drift where any p-value is " +
      `below ${threshold}`;
  }
  return purchases.largest.judged
    ? "largest category move of the purchases against its usual weekly moves; the tests of " +
      "single variables are information"
    : "week labels permuted within customers, Holm's adjustment and a floor on the stability " +
      "index, for the history is too short; the tests of single variables are information";
}

/** What the tests found, without a final stop, where they decide. */
export function testsInWords(
  variables: DriftVariable[],
  drifted: string[],
  threshold: number,
): string {
  const tested = variables.filter((variable) => variable.tested);
  if (tested.length === 0) return "no variable could be tested";
  if (drifted.length > 0) {
    return `${drifted.length} of ${tested.length} variables have p < ${threshold}: ` +
      drifted.join(", ");
  }
  const smallest = Math.min(...tested.map(({ p_value }) => p_value!));
  return `the smallest p-value of ${tested.length} variables is ${inWords(smallest)}, ` +
    `not below ${threshold}`;
}

/** The cross product of customers and products says nothing of what was bought; this says what does. */
export function whatTheMatrixHides(shares: WeeklyShares | undefined, threshold: number): string {
  const plain =
    "The compared table holds every customer × product, bought or not: it changes when " +
    "customers or products begin to trade, and not when they buy differently";
  if (!shares) return `${plain}.`;
  const main = shares.mix.variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable));
  const { judged, moves, limit, alarm } = largestCategoryMove(main, windowsOf(shares), {
    alpha: threshold,
  });
  const [top] = moves;
  if (!judged || !top) return `${plain}.`;
  return `${plain}. What was bought: ${top.variable} ${top.category} moved ${
    top.score.toFixed(1)
  } times its usual weekly move, with a limit of ${
    limit.toFixed(1)
  }, so the default preset would ` +
    `${alarm ? "call it drift" : "see an ordinary week"}.`;
}

/** Where the original rule never alarmed in past weeks, or in every third. */
export function originalWarnings(
  past: { weeks: number; alarms: number } | undefined,
  threshold: number,
): string[] {
  if (!past || past.weeks < 4) return [];
  const rate = `in the past it would have alarmed in ${past.alarms} of ${past.weeks} weeks`;
  if (past.alarms === 0) return [`threshold ${threshold} has never alarmed: ${rate}`];
  return past.alarms >= past.weeks / 3
    ? [`threshold ${threshold} alarms so often that it tells little: ${rate}`]
    : [];
}
