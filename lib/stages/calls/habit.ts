import type { Series } from "../../features/behavioural/customer_rows.ts";
import { median } from "../checking/median.ts";

/** How regularly something is bought, counted in weeks back from the predicted week. */
export interface Habit {
  /** Weeks in which it was bought. */
  times: number;
  /** Weeks since the last time: 1 is the week before the predicted one. */
  since: number;
  /** Weeks since the first time. */
  age: number;
  /**
   * Usual weeks between two purchases, to a tenth: the mean of the last gaps, which agrees with the
   * weeks that one can count; absent with fewer than two gaps. The median is 1 for a shop that
   * buys in five of eight weeks.
   */
  every?: number;
  /** The whole weeks between two purchases, if the mean and the median of the gaps are the same. */
  rhythm?: number;
  /** Of the last weeks, those in which it was bought. */
  inLast: (weeks: number) => number;
}

/** Gaps that count: habits change, and eight gaps of a weekly buyer are two months. */
const GAPS = 8;

/** The habit of a row of a series of weeks; `undefined` if nothing was bought before `week`. */
export function habitOf({ start, at }: Series, row: number, week: number): Habit | undefined {
  const weeks = Array.from(at.subarray(start[row]!, start[row + 1]!)).filter((w) => w < week);
  if (weeks.length === 0) return undefined;
  const gaps = weeks.slice(1).map((w, i) => w - weeks[i]!).slice(-GAPS);
  return {
    times: weeks.length,
    since: week - weeks.at(-1)!,
    age: week - weeks[0]!,
    ...gaps.length < 2 ? {} : usualGap(gaps),
    inLast: (count) => weeks.filter((w) => week - w <= count).length,
  };
}

function usualGap(gaps: number[]): Pick<Habit, "every" | "rhythm"> {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const rhythm = Math.round(mean);
  return {
    every: Number(mean.toFixed(1)),
    ...Math.round(median(gaps)) === rhythm ? { rhythm } : {},
  };
}
