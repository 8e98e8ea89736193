import { MAIN_VARIABLES } from "../features/category_shares.ts";
import { chiSquareContingency } from "../stats/chi_square_contingency.ts";
import { largestCategoryMove, type WeeklyCounts } from "../stats/largest_category_move.ts";
import type { Windows } from "../stats/usual_move.ts";

/** Decides from weekly counts whether the recent weeks drifted from the reference. */
export interface DriftRule {
  name: string;
  alarms(variables: WeeklyCounts[], windows: Windows, threshold: number): boolean;
}

/** The original: any variable with p < threshold. It reads the categories only, so it alarms less. */
const anyPValue: DriftRule = {
  name: "any p < threshold (original)",
  alarms: (variables, { reference, recent }, threshold) =>
    variables.some(({ counts }) => {
      const sums = [reference, recent].map(({ from, to }) => {
        const sum = new Array<number>(counts[0]!.length).fill(0);
        for (let week = from; week <= to; week++) {
          for (let j = 0; j < sum.length; j++) sum[j]! += counts[week]![j]!;
        }
        return sum;
      });
      const seen = sums[0]!.flatMap((count, j) => count + sums[1]![j]! > 0 ? [j] : []);
      const table = sums.map((sum) => seen.map((j) => sum[j]!));
      return chiSquareContingency(table).pValue < threshold;
    }),
};

/** Ours: the largest move of a main category against its usual weekly moves. */
const largestMove: DriftRule = {
  name: "largest category move (default)",
  alarms: (variables, windows, alpha) => {
    const main = variables.filter(({ variable }) => MAIN_VARIABLES.includes(variable));
    return largestCategoryMove(main, windows, { alpha }).alarm;
  },
};

/** The rules that a drift study compares. */
export const DRIFT_RULES: DriftRule[] = [anyPValue, largestMove];
