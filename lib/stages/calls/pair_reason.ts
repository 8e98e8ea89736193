import type { Reason } from "./call_list.ts";
import type { Family, FamilyContributions } from "./family_contributions.ts";
import type { Habit } from "./habit.ts";

/** What is known of a pair. */
export interface PairFacts {
  /** How the shop buys the product, if it ever did. */
  habit?: Habit | undefined;
  /** The product of the same kind that the shop bought last; whether all attributes are the same. */
  variant?: { reason: Extract<Reason, { kind: "variant" }>; sameGroup: boolean } | undefined;
  /** Shares of the active shops that bought the product in the last four weeks. */
  shares: { all: number; sameType?: number | undefined };
}

/** Weeks within which the shop's own purchases say enough. */
const RECENT = 12;

/** A variant that was bought longer ago is no reason any more. */
const RECENT_VARIANT = 26;

/** A statement about a pair, and the family of features that it is about. */
export interface Statement {
  family: Family;
  reason: Reason;
}

/**
 * What the numbers of a pair support, at least one statement. What other shops buy is no reason for
 * a shop that bought the product itself in the last twelve weeks.
 */
export function statementsOf({ habit, variant, shares }: PairFacts): Statement[] {
  const { all, sameType } = shares, statements: Statement[] = [];
  if (habit) statements.push({ family: "pair", reason: ownHistory(habit) });
  if (variant && variant.reason.since <= RECENT_VARIANT) {
    // the features of the group are about products with all attributes the same
    statements.push({ family: variant.sameGroup ? "group" : "others", reason: variant.reason });
  }
  if (!habit || habit.since > RECENT) {
    const reason: Reason = sameType !== undefined && sameType >= all
      ? { kind: "alike", share: sameType }
      : { kind: "popular", share: all };
    statements.push({ family: "others", reason });
  }
  return statements;
}

/**
 * The reason of a pair: of its statements, the one whose features add most to the score of the model
 * (SHAP values, by family). Without contributions the first: the pair's own history comes before
 * that of others.
 */
export function pairReason(statements: Statement[], contributions?: FamilyContributions): Reason {
  if (contributions === undefined) return statements[0]!.reason;
  return statements.reduce((best, statement) =>
    contributions[statement.family] > contributions[best.family] ? statement : best
  ).reason;
}

function ownHistory({ since, age, every, inLast }: Habit): Reason {
  const of = Math.min(8, age), weeks = inLast(of);
  if (of >= 4 && weeks >= 0.75 * of) return { kind: "steady", weeks, of };
  // three times the usual gap is not "due" any more
  if (every !== undefined && every >= 2 && since >= every && since <= 3 * every) {
    return { kind: "due", every, since };
  }
  const long = Math.min(RECENT, age);
  return since <= long
    ? { kind: "recent", weeks: inLast(long), of: long, since }
    : { kind: "back", since };
}
