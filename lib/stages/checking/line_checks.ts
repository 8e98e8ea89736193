import type { Message } from "../../language/message.ts";
import { median } from "./median.ts";
import { inPercent } from "./in_percent.ts";
import type { WeekCheck, WeekFacts } from "./week_facts.ts";

/** Fewer lines say little. */
const FEWEST_LINES = 30;

/** Checks of the order lines of a week. */
export const LINE_CHECKS: WeekCheck[] = [notSold, quantities, repeated, copied, shifted];

/**
 * Returns and zeros. Usually 3 % of the lines; the largest share of a real week was 14 % (2024-W18),
 * where the limit was 20 %.
 */
function notSold(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const share = ({ returns, zeros, lines }: WeekFacts) => (returns + zeros) / Math.max(1, lines);
  const usual = median(past.map(share)), found = share(week);
  if (week.lines < FEWEST_LINES || found <= 3 * usual + 0.1) return undefined;
  const cause = week.zeros > week.returns ? "zeros" : "returns";
  return {
    key: "unusual.notSold",
    values: { found: inPercent(found), usual: inPercent(usual), cause },
  };
}

/** Sizes of the quantities; on the real weeks they were between 0.6 and 1.5 times the usual ones. */
function quantities(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  if (week.lines < FEWEST_LINES) return undefined;
  for (const measure of ["median", "upper_quartile", "lower_quartile", "mean"] as const) {
    const before = past.map(({ quantities }) => quantities[measure]).filter((value) => value > 0);
    const usual = median(before), found = week.quantities[measure];
    if (!(found > 3 * usual || found < usual / 3)) continue;
    return { key: "unusual.quantities", values: { measure, found, usual } };
  }
  return undefined;
}

/** Lines repeated under another order; the real data have less than 0.1 %. */
function repeated(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  const share = ({ repeated, lines }: WeekFacts) => repeated / Math.max(1, lines);
  const usual = median(past.map(share)), found = share(week);
  if (week.lines < FEWEST_LINES || found <= Math.min(usual + 0.1, 0.4)) return undefined;
  return {
    key: "unusual.repeated",
    values: { found: inPercent(found), usual: inPercent(usual) },
  };
}

/** The same lines as in an earlier week; neighbouring real weeks share 8 % or less. */
function copied(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  if (week.lines < FEWEST_LINES) return undefined;
  for (const other of past) {
    const same = shared(week.contents, other.contents);
    if (same < 0.7 * week.contents.length) continue;
    const found = inPercent(same / week.contents.length);
    return { key: "unusual.copied", values: { found, weeks: past.length - past.indexOf(other) } };
  }
  return undefined;
}

/** How many numbers two ascending lists without repetitions share. */
function shared(one: Float64Array, other: Float64Array): number {
  let count = 0, at = 0;
  for (const value of one) {
    while (at < other.length && other[at]! < value) at++;
    if (other[at] === value) count++;
  }
  return count;
}

/** Lines by weekday that fit only when they are moved by some days. */
function shifted(week: WeekFacts, past: WeekFacts[]): Message | undefined {
  if (week.lines < 3 * FEWEST_LINES) return undefined;
  const usual = week.weekdays.map((_, day) =>
    median(past.map(({ weekdays, lines }) => weekdays[day]! / Math.max(1, lines)))
  );
  const distance = (days: number) =>
    usual.reduce(
      (sum, share, day) =>
        sum + Math.abs(share - week.weekdays[(day + days) % 7]! / week.lines) / 2,
      0,
    );
  const moved = [1, 2, 3, 4, 5, 6].toSorted((a, b) => distance(a) - distance(b))[0]!;
  if (distance(0) < 0.15 || distance(moved) > distance(0) / 2) return undefined;
  return { key: "unusual.shifted", values: { days: moved > 3 ? moved - 7 : moved } };
}
