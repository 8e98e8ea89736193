import type { Series } from "../../features/behavioural/customer_rows.ts";

/** How regularly something is bought, counted in weeks back from the predicted week. */
export interface Habit {
  /** Weeks in which it was bought. */
  times: number;
  /** Weeks since the last time: 1 is the week before the predicted one. */
  since: number;
  /** Weeks since the first time. */
  age: number;
  /** Usual weeks between two purchases, to a tenth; absent with fewer than three. */
  every?: number;
  /** The same as whole weeks, if the gaps are alike. */
  rhythm?: number;
  /** Of the last weeks, those in which it was bought. */
  inLast: (weeks: number) => number;
}

/** Weeks up to the last purchase that make a habit: before them it may have been another. */
export const COUNTED = 12;

/** Gaps are alike if their standard deviation is below so much of the usual one. */
const ALIKE = 0.5;

/** A usual gap is a whole number of weeks if it is nearer than so much of it. */
const WHOLE = 0.2;

/** The habit of a row of a series of weeks; `undefined` if nothing was bought before `week`. */
export function habitOf({ start, at }: Series, row: number, week: number): Habit | undefined {
  const ago: number[] = [];
  for (let i = start[row + 1]! - 1; i >= start[row]!; i--) {
    if (at[i]! < week) ago.push(week - at[i]!);
  }
  if (ago.length === 0) return undefined;
  return {
    times: ago.length,
    since: ago[0]!,
    age: ago.at(-1)!,
    ...usualGap(ago),
    inLast: (count) => ago.filter((weeks) => weeks <= count).length,
  };
}

/**
 * The usual gap agrees with what one counts: of 12 weeks up to the last purchase, 12 by the number of
 * purchases. A median would be 1 for a shop that buys in five of eight weeks, and a mean of the last
 * gaps would be several weeks for one that has bought every week since a long pause. Of purchases
 * that began within the 12 weeks, or of less than three in them, it is the mean gap.
 */
function usualGap(ago: number[]): Pick<Habit, "every" | "rhythm"> {
  if (ago.length < 3) return {};
  const counted = ago.filter((weeks) => weeks < ago[0]! + COUNTED).length;
  const own = ago.slice(0, Math.max(3, counted));
  const every = counted >= 3 && counted < ago.length
    ? COUNTED / counted
    : (own.at(-1)! - own[0]!) / (own.length - 1);
  // with the gap before them: three weeks in a row after a pause are no rhythm
  const gaps = ago.slice(1, own.length + 1).map((weeks, i) => weeks - ago[i]!);
  const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - every) ** 2, 0) / gaps.length);
  const rhythm = Math.round(every);
  const isRegular = spread < ALIKE * every && Math.abs(every - rhythm) <= WHOLE * every;
  return { every: Number(every.toFixed(1)), ...isRegular ? { rhythm } : {} };
}
