import { counted, percent } from "../in_words.ts";

/** Rows and purchases of a week; lists of weeks are oldest first. */
export interface WeekRows {
  /** ISO name. */
  week: string;
  /** Pairs of the week. */
  rows: number;
  /** Those of them that were bought. */
  purchases: number;
}

/**
 * How many rows there are, how rare purchases are, and how the known pairs grow.
 *
 * @param options.samePairs whether every week has the same pairs, as under the original preset.
 */
export function rowsProse(weeks: WeekRows[], { samePairs }: { samePairs: boolean }): string {
  const rows = weeks.reduce((sum, week) => sum + week.rows, 0);
  const bought = weeks.reduce((sum, week) => sum + week.purchases, 0);
  const oldest = weeks[0]!, newest = weeks.at(-1)!;
  return `${weeks.length} weeks, ${oldest.week} to ${newest.week}, have ` +
    `**${counted(rows)} rows**; **one in ${counted(rows / bought)}** is a purchase ` +
    `(${counted(bought)}). A model that always answers "not bought" would be right in ` +
    `${
      percent(1 - bought / rows, 1)
    } of the rows, so accuracy is no useful measure here. Average ` +
    "precision is: it depends only on how high the purchases rank. " +
    growthProse(newest.rows / oldest.rows - 1, samePairs);
}

function growthProse(growth: number, samePairs: boolean): string {
  if (growth > 0.02) {
    return `The last week has ${percent(growth)} more pairs than the first, because more shops ` +
      "and products have traded by then.";
  }
  return samePairs
    ? "Every week has the same pairs, whether or not they were known by then."
    : "The number of pairs hardly changes: nearly all shops and products are known from the start.";
}

/** The range of the base rate, and what it means for the model. */
export function baseRateProse(weeks: WeekRows[]): string {
  const rates = weeks.map(({ rows, purchases }) => purchases / rows);
  const low = Math.min(...rates), high = Math.max(...rates);
  const first = rates[0]!, last = rates.at(-1)!;
  return `The base rate is between ${percent(low, 2)} and ${percent(high, 2)}. It is ` +
    `${last < first ? "lower" : "higher"} in the last week (${percent(last, 2)}) than in the ` +
    `first (${percent(first, 2)}). ` +
    (high / low > 1.2
      ? `The highest is ${
        percent(high / low - 1)
      } above the lowest, so the model must know which ` +
        "kind of week it predicts: its features read the latest weeks, and probabilities are " +
        "calibrated on held-out weeks."
      : "Weeks are alike, so what is learned from earlier ones should carry over.");
}

/**
 * How many purchases the rows leave out: the first ever of their shop or product.
 *
 * @param counts.happened purchases of the included weeks.
 * @param counts.inRows those of them that have a row.
 */
export function outsideProse({ happened, inRows }: { happened: number; inRows: number }): string {
  const outside = Math.max(0, happened - inRows), share = outside / happened;
  return `${counted(happened)} purchases happened in these weeks; ${counted(outside)} of them ` +
    `(${percent(share, 1)}) were the first ever of their shop or product, which no history can ` +
    "predict. " +
    (share < 0.02
      ? "They are few enough to leave aside; the forecast still gives such pairs a small probability."
      : "Keep this in mind: the forecast gives such pairs only a small, common probability.");
}

/** How much more often repeat pairs are bought than others, from counts of pairs. */
export function repeatProse(
  repeats: { pairs: number; purchases: number },
  others: { pairs: number; purchases: number },
): string {
  if (repeats.pairs === 0 || others.pairs === 0) {
    return "All pairs of this week are of one kind, so there is nothing to compare.";
  }
  const [repeat, other] = [repeats, others].map(({ pairs, purchases }) => purchases / pairs);
  const times = other! > 0 ? `, ${counted(repeat! / other!)} times as often` : "";
  return `Pairs that were bought before are bought in ${percent(repeat!, 1)} of the cases, all ` +
    `others in ${percent(other!, 2)}${times}.`;
}
