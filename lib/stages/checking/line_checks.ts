import { counted, percent } from "./in_words.ts";
import { median } from "./median.ts";
import type { WeekCheck, WeekFacts } from "./week_facts.ts";

/** Fewer lines say little. */
const FEWEST_LINES = 30;

/** Checks of the order lines of a week. */
export const LINE_CHECKS: WeekCheck[] = [notSold, quantities, repeated, copied, shifted];

/**
 * Returns and zeros. Usually 3 % of the lines; the largest share of a real week was 14 % (2024-W18),
 * where the limit was 20 %.
 */
function notSold(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const share = ({ returns, zeros, lines }: WeekFacts) => (returns + zeros) / Math.max(1, lines);
  const usual = median(past.map(share)), found = share(week);
  if (week.lines < FEWEST_LINES || found <= 3 * usual + 0.1) return undefined;
  const cause = week.zeros > week.returns
    ? "were quantities lost in the export?"
    : "was their sign turned around?";
  return `column items of transacciones is 0 or negative in ${percent(found)} of the lines, ` +
    `usually in ${percent(usual)}: ${cause}`;
}

/** Sizes of the quantities; on the real weeks they were between 0.6 and 1.5 times the usual ones. */
function quantities(week: WeekFacts, past: WeekFacts[]): string | undefined {
  if (week.lines < FEWEST_LINES) return undefined;
  for (const name of ["median", "upper quartile", "lower quartile", "mean"] as const) {
    const before = past.map(({ quantities }) => quantities[name]).filter((value) => value > 0);
    const usual = median(before), found = week.quantities[name];
    if (!(found > 3 * usual || found < usual / 3)) continue;
    return `column items of transacciones has a ${name} of ${short(found)}, usually ` +
      `${short(usual)}: are these other units?`;
  }
  return undefined;
}

/** Lines repeated under another order; the real data have less than 0.1 %. */
function repeated(week: WeekFacts, past: WeekFacts[]): string | undefined {
  const share = ({ repeated, lines }: WeekFacts) => repeated / Math.max(1, lines);
  const usual = median(past.map(share)), found = share(week);
  if (week.lines < FEWEST_LINES || found <= Math.min(usual + 0.1, 0.4)) return undefined;
  return `${
    percent(found)
  } of the lines of transacciones repeat customer, product, day and items ` +
    `of another order, usually ${percent(usual)}: was the week exported twice?`;
}

/** The same lines as in an earlier week; neighbouring real weeks share 8 % or less. */
function copied(week: WeekFacts, past: WeekFacts[]): string | undefined {
  if (week.lines < FEWEST_LINES) return undefined;
  for (const other of past) {
    let same = 0;
    for (const content of week.contents) if (other.contents.has(content)) same++;
    if (same < 0.7 * week.contents.size) continue;
    return `${percent(same / week.contents.size)} of the lines of transacciones are also in the ` +
      `week ${past.length - past.indexOf(other)} weeks earlier, on the same weekdays: was a week ` +
      "copied?";
  }
  return undefined;
}

/** Lines by weekday that fit only when they are moved by some days. */
function shifted(week: WeekFacts, past: WeekFacts[]): string | undefined {
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
  return `column purchase_date of transacciones fits the usual weekdays only when moved by ` +
    `${counted(moved > 3 ? moved - 7 : moved, "day")}: are the dates shifted?`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
