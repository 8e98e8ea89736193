import type { BuyingShare } from "./buying_shares.ts";
import type { Reason } from "./call_list.ts";
import type { Family, FamilyContributions } from "./family_contributions.ts";
import type { Habit } from "./habit.ts";

/** What is known of a pair. */
export interface PairFacts {
  /** How the shop buys the product, if it ever did. */
  habit?: Habit | undefined;
  /** The product of the same kind that the shop bought last. */
  variant?: Extract<Reason, { kind: "variant" }> | undefined;
  /** Shares of the active shops that bought the product in the last four weeks. */
  shares: { all: BuyingShare; sameType?: BuyingShare | undefined };
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
 * What the numbers of a pair support, at least one statement. Of a product that the shop bought
 * itself in the last twelve weeks, only its own purchases are a reason. Later, a variant counts if
 * the shop bought it after the product, so that two products never explain each other; one with the
 * same attributes that was bought in the last twelve weeks is the only reason then.
 */
export function statementsOf({ habit, variant, shares }: PairFacts): Statement[] {
  const statements: Statement[] = [];
  if (habit) statements.push({ family: "pair", reason: ownHistory(habit) });
  if (habit && habit.since <= RECENT) return statements;
  if (variant && variant.since <= Math.min(RECENT_VARIANT, (habit?.since ?? Infinity) - 1)) {
    // the features of the group are about products with all attributes the same
    statements.push({ family: variant.same ? "group" : "others", reason: variant });
    // the same article under another number says more than what others buy
    if (variant.same && variant.since <= RECENT) return statements.slice(-1);
  }
  const { all, sameType } = shares;
  const reason: Reason = sameType !== undefined && sameType.share >= all.share
    ? { kind: "alike", ...sameType }
    : { kind: "popular", ...all };
  return [...statements, { family: "others", reason }];
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

function ownHistory({ since, age, rhythm, inLast }: Habit): Reason {
  const of = Math.min(8, age), weeks = inLast(of);
  if (of >= 4 && weeks >= 0.75 * of) return { kind: "steady", weeks, of, since };
  // three times the usual gap is not "due" any more
  if (rhythm !== undefined && rhythm >= 2 && since >= rhythm && since <= 3 * rhythm) {
    return { kind: "due", every: rhythm, since };
  }
  const long = Math.min(RECENT, age);
  return since <= long
    ? { kind: "recent", weeks: inLast(long), of: long, since }
    : { kind: "back", since };
}
