import { averagePrecision } from "../metrics/average_precision.ts";
import { BASELINES } from "./baselines.ts";
import { knownUniverse } from "../features/pairs/known_universe.ts";
import { purchased } from "../features/pairs/purchased.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import { linesBefore } from "../table/order_lines.ts";
import type { SalesData } from "../table/sales_data.ts";
import { mondayOfWeek, parseWeek } from "../table/time/week.ts";

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
 */
export function judgeBaselines(sales: SalesData, weeks: string[]): JudgedBaseline[] {
  const weekly = weeklyPurchases(sales.lines);
  const judged = weeks.map((name) => {
    const week = parseWeek(name)!;
    const lines = linesBefore(sales.lines, mondayOfWeek(week));
    const pairs = knownUniverse(sales, week);
    const past: SalesData = { ...sales, lines, predictedWeek: week };
    return { pairs, past, label: purchased(weekly, week, pairs) };
  });
  const labels = Uint8Array.from(judged.flatMap(({ label }) => [...label]));
  return Object.entries(BASELINES).map(([name, score]) => {
    const scores = judged.flatMap(({ past, pairs }) => [...score(past, pairs)]);
    return { name, average_precision: averagePrecision(labels, Float64Array.from(scores)) };
  });
}
