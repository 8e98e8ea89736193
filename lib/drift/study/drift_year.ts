import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { random } from "../../stats/random.ts";
import { weekName } from "../../table/week.ts";
import { FIRST_JUDGED, type StudyOptions, windowsAt } from "./experiment.ts";
import {
  activityNotice,
  anyPValue,
  defaultDecision,
  type DriftCase,
  firstQuestion,
  isReal,
  largestMove,
} from "./drift_rules.ts";
import { type PurchaseHistory, tally } from "./purchase_history.ts";

/** Weeks with less than this share of the purchases of the four weeks before. */
export const LOW_VOLUME = 0.75;

/** What each rule would have decided when a week was complete; plain JSON. */
export interface DriftWeek {
  /** ISO name. */
  week: string;
  /** Of the week. */
  purchases: number;
  /** Customers with a purchase. */
  active_customers: number;
  /** Purchases of the week over the mean of the four before it. */
  volume: number;
  /** By rule. */
  alarms: Record<string, boolean>;
  /** Variables with p < threshold where the week labels are permuted within customers. */
  real_variables: string[];
  /** The main category that moved most: how its share changed, and in units of its usual move. */
  category: string;
  /** The recent share over that of the reference, minus 1. */
  change: number;
  /** In units of its usual move. */
  score: number;
  /** The score above which the rule alarms. */
  limit: number;
}

/**
 * Every week with enough past, against the four before it, oldest first.
 *
 * @param options.firstQuestion also ask whether the difference is real, which takes 0.1 s a week.
 */
export function driftYear(
  history: PurchaseHistory,
  { threshold, seed, firstQuestion: asked = true }:
    & Pick<StudyOptions, "threshold" | "seed">
    & { firstQuestion?: boolean },
): DriftWeek[] {
  const tallies = tally(history, history.rows);
  const purchases = Array.from(
    { length: history.weeks },
    (_, week) => history.starts[week + 1]! - history.starts[week]!,
  );
  return Array.from({ length: history.weeks - FIRST_JUDGED }, (_, i) => {
    const week = FIRST_JUDGED + i;
    const drift: DriftCase = {
      history,
      tallies,
      windows: windowsAt(week),
      threshold,
      rows: () => history.rows,
      seed: random(seed, 5, week).uint32(),
    };
    const second = largestMove(drift), tests = asked ? firstQuestion(drift) : [];
    const { variable, category, move, score } = second.moves[0]!;
    const before = purchases.slice(week - REFERENCE_WEEKS, week);
    return {
      week: weekName(history.firstWeek + week),
      purchases: purchases[week]!,
      active_customers: new Set(
        history.rows.customer.subarray(history.starts[week]!, history.starts[week + 1]!),
      ).size,
      volume: REFERENCE_WEEKS * purchases[week]! / before.reduce((sum, count) => sum + count, 0),
      alarms: {
        original: anyPValue(drift),
        ...asked ? { real: isReal(drift, tests) } : {},
        unusual: second.alarm,
        decision: defaultDecision(drift, second),
        activity: activityNotice(drift),
      },
      real_variables: tests.filter(({ pValue }) => pValue < threshold).map((test) => test.variable),
      category: `${variable} ${category}`,
      change: Math.expm1(move),
      score,
      limit: second.limit,
    };
  });
}
