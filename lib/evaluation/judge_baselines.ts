import { averagePrecision } from "../metrics/average_precision.ts";
import { BASELINES } from "./baselines.ts";
import { crossOfCustomers, crossPairs } from "../features/pairs/cross.ts";
import { knownCross } from "../features/pairs/known_universe.ts";
import { purchased } from "../features/pairs/purchased.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import { linesBefore } from "../table/order_lines.ts";
import type { SalesData } from "../table/sales_data.ts";
import { mondayOfWeek, parseWeek } from "../table/time/week.ts";
import { releaseArrays } from "../workers/release_arrays.ts";

/** How well a rule of thumb ranks the pairs of some weeks. */
export interface JudgedBaseline {
  /** The rule. */
  name: string;
  /** Mean precision over all recalls. */
  average_precision: number;
}

/**
 * Scores the known universe of some weeks with each rule of thumb, from earlier data only, and
 * evaluates the scores of all weeks together, as those of the model on its test weeks.
 *
 * @param weeks ISO names of weeks in the data.
 * @param some 1 for each customer whose pairs are scored; all by default.
 */
export function judgeBaselines(
  sales: SalesData,
  weeks: string[],
  some?: Uint8Array,
): JudgedBaseline[] {
  const weekly = weeklyPurchases(sales.lines);
  const judged = weeks.map((name) => {
    const week = parseWeek(name)!;
    const lines = linesBefore(sales.lines, mondayOfWeek(week));
    const known = knownCross(sales, week);
    const pairs = crossPairs(some ? crossOfCustomers(known, some) : known);
    const past: SalesData = { ...sales, lines, predictedWeek: week };
    return { pairs, past, label: purchased(weekly, week, pairs) };
  });
  const total = judged.reduce((sum, { label }) => sum + label.length, 0);
  const labels = joined(new Uint8Array(total), judged.map(({ label }) => label));
  return Object.entries(BASELINES).map(([name, score]) => {
    const scores = judged.map(({ past, pairs }) => {
      // the purchases of the last rule take 20 bytes a line
      releaseArrays();
      return score(past, pairs);
    });
    return {
      name,
      average_precision: averagePrecision(labels, joined(new Float64Array(total), scores)),
    };
  });
}

function joined<Values extends Uint8Array | Float64Array>(all: Values, parts: Values[]): Values {
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
