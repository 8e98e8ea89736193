import { type DriftWeek, driftYear } from "../../drift/study/drift_year.ts";
import { studyPurchases } from "../../drift/study/study_purchases.ts";
import type { WeekScore } from "../../plots/scores/score_by_week_figure.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { parseWeek } from "../../table/time/week.ts";

/** With fewer weeks of data, no week has enough past weeks. */
const FEWEST_WEEKS = 9;

/** What the drift rules would have decided in each past week; empty with fewer than nine weeks. */
export function replayedWeeks(
  sales: SalesData,
  { threshold, seed }: { threshold: number; seed: number },
): DriftWeek[] {
  const purchases = studyPurchases(sales);
  if (purchases.weeks < FEWEST_WEEKS) return [];
  return driftYear(purchases, { threshold, seed, permutationTests: false });
}

/** The largest score of each week and its limit, as two series of a figure. */
export function replayedScores(weeks: DriftWeek[]): WeekScore[] {
  return weeks.flatMap(({ week, score, limit }) => [
    { week: parseWeek(week)!, model: "largest score", score },
    { week: parseWeek(week)!, model: "limit of an alarm", score: limit },
  ]);
}
