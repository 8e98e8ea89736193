import type { Series } from "../../features/behavioural/customer_rows.ts";

/** How regularly something is bought, counted in weeks back from the predicted week. */
export interface Habit {
  /** Weeks in which it was bought. */
  times: number;
  /** Weeks since the last time: 1 is the week before the predicted one. */
  since: number;
  /** Weeks since the first time. */
  age: number;
  /** Usual weeks between two purchases: the median of the last gaps; absent with fewer than two. */
  every?: number;
  /** Of the last weeks, those in which it was bought. */
  inLast: (weeks: number) => number;
}

/** Gaps that count: habits change, and eight gaps of a weekly buyer are two months. */
const GAPS = 8;

/** The habit of a row of a series of weeks; `undefined` if nothing was bought before `week`. */
export function habitOf({ start, at }: Series, row: number, week: number): Habit | undefined {
  const weeks = Array.from(at.subarray(start[row]!, start[row + 1]!)).filter((w) => w < week);
  if (weeks.length === 0) return undefined;
  const gaps = weeks.slice(1).map((w, i) => w - weeks[i]!).slice(-GAPS).sort((a, b) => a - b);
  return {
    times: weeks.length,
    since: week - weeks.at(-1)!,
    age: week - weeks[0]!,
    ...gaps.length < 2 ? {} : { every: Math.round(middle(gaps)) },
    inLast: (count) => weeks.filter((w) => week - w <= count).length,
  };
}

/** The median of sorted values. */
function middle(sorted: number[]): number {
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
