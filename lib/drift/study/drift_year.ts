import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { random } from "../../stats/random.ts";
import { weekName } from "../../table/time/week.ts";
import { FIRST_JUDGED, type StudyOptions, windowsAt } from "./experiment.ts";
import {
  activityNotice,
  anyPValue,
  defaultDecision,
  type DriftCase,
  isRealDifference,
  largestMove,
  permutationTests,
} from "./drift_rules.ts";
import { type StudyPurchases, tally } from "./study_purchases.ts";

/** A week with less than this share of the purchases of the four weeks before is low. */
export const LOW_VOLUME = 0.75;

/** The decision of each rule on the Monday after a week; plain JSON. */
export interface DriftWeek {
  /** ISO name. */
  week: string;
  /** Purchases in the week. */
  purchases: number;
  /** Customers with a purchase. */
  active_customers: number;
  /** Purchases of the week divided by the mean of the four before it. */
  volume: number;
  /** By rule. */
  alarms: Record<string, boolean>;
  /** Variables with p < threshold in the permutation test. */
  real_variables: string[];
  /** The main category that moved most, the change of its share, and its score. */
  category: string;
  /** The recent share divided by that of the reference, minus 1. */
  change: number;
  /** In units of its usual move. */
  score: number;
  /** The score above which the rule alarms. */
  limit: number;
}

/**
 * Every week with enough past moves, against the four before it, oldest first.
 *
 * @param options.permutationTests also run the permutation tests, which takes 0.1 s per week.
 */
export function driftYear(
  purchases: StudyPurchases,
  { threshold, seed, permutationTests: withTests = true }:
    & Pick<StudyOptions, "threshold" | "seed">
    & { permutationTests?: boolean },
): DriftWeek[] {
  const tallies = tally(purchases, purchases.rows);
  const counts = Array.from(
    { length: purchases.weeks },
    (_, week) => purchases.starts[week + 1]! - purchases.starts[week]!,
  );
  return Array.from({ length: purchases.weeks - FIRST_JUDGED }, (_, i) => {
    const week = FIRST_JUDGED + i;
    const drift: DriftCase = {
      purchases,
      tallies,
      windows: windowsAt(week),
      threshold,
      rows: () => purchases.rows,
      seed: random(seed, 5, week).uint32(),
    };
    const largest = largestMove(drift), tests = withTests ? permutationTests(drift) : [];
    const { variable, category, move, score } = largest.moves[0]!;
    const before = counts.slice(week - REFERENCE_WEEKS, week);
    return {
      week: weekName(purchases.weekIndices[week]!),
      purchases: counts[week]!,
      active_customers: new Set(
        purchases.rows.customer.subarray(purchases.starts[week]!, purchases.starts[week + 1]!),
      ).size,
      volume: REFERENCE_WEEKS * counts[week]! / before.reduce((sum, count) => sum + count, 0),
      alarms: {
        original: anyPValue(drift),
        ...withTests ? { real: isRealDifference(drift, tests) } : {},
        unusual: largest.alarm,
        decision: defaultDecision(drift, largest),
        activity: activityNotice(drift),
      },
      real_variables: tests.filter(({ pValue }) => pValue < threshold).map((test) => test.variable),
      category: `${variable} ${category}`,
      change: Math.expm1(move),
      score,
      limit: largest.limit,
    };
  });
}
