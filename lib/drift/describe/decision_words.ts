import { largestCategoryMove } from "../measure/largest_category_move.ts";
import { MAIN_VARIABLES } from "../measure/category_shares.ts";
import { type WeeklyShares, windowsOf } from "../measure/weekly_shares.ts";
import type { PurchaseDrift } from "../purchase_drift.ts";
import type { DriftVariable } from "./drift_report.ts";
import { pValueText } from "./p_value_text.ts";
import { oneLine } from "../../table/contracts/one_line.ts";
import { withUnit } from "../../table/contracts/with_unit.ts";

/** How the decision was made; without a reference, also how later runs decide. */
export function methodInWords(
  purchases: PurchaseDrift | null,
  { threshold, compares, hasReference }: {
    threshold: number;
    /** What the preset compares. */
    compares: "purchases" | "matrix";
    hasReference: boolean;
  },
): string {
  if (!hasReference) {
    return "nothing was compared: without a reference a model is trained in any case; later runs: " +
      (compares === "matrix" ? testsRule(threshold) : LARGEST_MOVE);
  }
  if (!purchases) return testsRule(threshold);
  return purchases.largest.judged
    ? LARGEST_MOVE
    : "permutation test (week labels permuted within customers) with Holm's adjustment, and a " +
      "floor on the stability index, because there are too few past weeks for the largest " +
      "category move; the tests of single variables do not decide";
}

const LARGEST_MOVE =
  "largest category move of the purchases, in units of its usual weekly move; the tests of " +
  "single variables do not decide";

function testsRule(threshold: number): string {
  return "Kolmogorov–Smirnov test for numbers, chi-square test for categories; drift if any " +
    `p-value is below ${threshold}`;
}

/** The result of the tests where they decide, as a sentence without its final period. */
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
  return `the smallest p-value of ${tested.length} variables is not below ${threshold} ` +
    `(p ${pValueText(smallest)})`;
}

/** What the customer × product matrix cannot show, and what the default preset would decide. */
export function matrixCaveat(shares: WeeklyShares | undefined, threshold: number): string {
  const plain =
    "The compared table holds every customer × product pair, bought or not: it changes when " +
    "customers or products are added, and not when customers buy differently";
  if (!shares) return `${plain}.`;
  const main = shares.mix.variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable));
  const { judged, moves, limit, alarm } = largestCategoryMove(main, windowsOf(shares), {
    alpha: threshold,
  });
  const [top] = moves;
  if (!judged || !top) return `${plain}.`;
  return `${plain}. In the purchases, ${top.variable} ${
    oneLine(withUnit(top.variable, top.category))
  } moved ${top.score.toFixed(1)} times its usual weekly move, with a limit of ${
    limit.toFixed(1)
  }, so the default preset would ` +
    `${alarm ? "report drift" : "report no drift"}.`;
}
