import type { Message } from "../../language/message.ts";
import type { LargestCategoryMove } from "../measure/largest_category_move.ts";
import type { PastAlarms } from "../measure/past_alarms.ts";

/** From this rate on, over at least so many weeks, a rule alarms too often to be informative. */
const OFTEN = { share: 1 / 3, weeks: 8 };

/** Weeks of the original rule after which it is worth a warning that it never alarmed. */
const FEWEST_WEEKS = 4;

/** Warns where a threshold cannot alarm at these sample sizes, or alarms too often. */
export function thresholdWarnings(
  { largest, past, threshold, variables, permutations }: {
    largest: LargestCategoryMove;
    past: PastAlarms;
    threshold: number;
    variables: number;
    permutations: number;
  },
): Message[] {
  if (!largest.judged) {
    const least = variables / (1 + permutations);
    return least < threshold ? [] : [{
      key: "drift.fewWeeks",
      values: { threshold: String(threshold), permutations, variables, least },
    }];
  }
  const values = { threshold: String(threshold), rate: rateOf(past.alarms, past.judged) };
  if (past.reach <= largest.limit) {
    const { limit } = largest, { reach } = past;
    return [{ key: "drift.neverAlarms", values: { ...values, limit, reach } }];
  }
  return past.judged >= OFTEN.weeks && past.alarms >= OFTEN.share * past.judged
    ? [{ key: "drift.tooOften", values }]
    : [];
}

/** A warning where the original rule never alarmed in past weeks, or in at least every third. */
export function originalWarnings(
  past: { weeks: number; alarms: number } | undefined,
  threshold: number,
): Message[] {
  if (!past || past.weeks < FEWEST_WEEKS) return [];
  const values = { threshold: String(threshold), rate: rateOf(past.alarms, past.weeks) };
  if (past.alarms === 0) return [{ key: "drift.hasNotAlarmed", values }];
  return past.alarms >= OFTEN.share * past.weeks ? [{ key: "drift.tooOften", values }] : [];
}

function rateOf(alarms: number, weeks: number): Message {
  return { key: "drift.rate", values: { alarms, weeks } };
}
