import { comparedWith, counted, listed, percent } from "../in_words.ts";
import type { QualityReport } from "../../stages/checking/quality_report.ts";

/** How many rows are left, what was dropped, what is missing, and which weeks are complete. */
export function dataQualityProse(
  { transacciones, clientes, productos, weeks }: QualityReport,
): string {
  const { rows, rows_kept, later_rows_ignored: later, returns } = transacciones;
  const lost = 1 - (rows_kept + later) / rows;
  return [
    `${counted(rows_kept)} order lines from ${transacciones.first_date} to ` +
    `${transacciones.last_date} remain${laterProse(later, weeks.predicted_week)}.`,
    `${percent(lost, 2)} of the rows were dropped, ` +
    (lost < 0.01 ? "too few to matter." : "enough to ask where they come from."),
    `${counted(returns)} lines are returns (${percent(returns / rows_kept, 1)}).`,
    missingProse({ ...clientes.null_attributes, ...productos.null_attributes }),
    `The data contain **${weeks.complete_weeks} complete weeks**, from ${weeks.first_week} to the ` +
    `week before ${weeks.predicted_week}.`,
    `${counted(clientes.rows - clientes.with_sales)} of ${counted(clientes.rows)} shops and ` +
    `${counted(productos.rows - productos.with_sales)} of ${counted(productos.rows)} products ` +
    "have never traded.",
  ].join(" ");
}

function laterProse(later: number, predictedWeek: string): string {
  return later === 0
    ? ""
    : `; ${counted(later)} more are of ${predictedWeek} or later and were set aside`;
}

function missingProse(counts: Record<string, number>): string {
  const gaps = Object.entries(counts).filter(([, count]) => count > 0)
    .map(([name, count]) => `\`${name}\` (${counted(count)} ${count === 1 ? "row" : "rows"})`);
  return gaps.length === 0
    ? "No attribute is missing."
    : `Values are missing in ${listed(gaps)}; the model reads them as missing.`;
}

/** One week in total, named. */
export interface NamedTotals {
  /** ISO name. */
  week: string;
  /** Pairs with a positive net quantity. */
  purchases: number;
  /** Those of them that were bought in an earlier week. */
  repeats: number;
  /** Customers with a purchase. */
  customers: number;
  /** Products with a purchase. */
  products: number;
}

/**
 * The usual week, the last four beside the weeks before them, the lowest one beside the others, and
 * the newest one.
 */
export function weeklyProse(totals: NamedTotals[]): string {
  const counts = totals.map(({ purchases }) => purchases);
  const before = counts.slice(0, -4), recent = mean(counts.slice(-4));
  const lowest = totals.toSorted((a, b) => a.purchases - b.purchases)[0]!;
  const others = mean(totals.filter((week) => week !== lowest).map(({ purchases }) => purchases));
  const newest = totals.findLast(({ purchases }) => purchases > 0)!;
  return `A week has ${counted(mean(counts))} purchases on average. ` +
    (before.length === 0
      ? ""
      : `The last 4 weeks had ${counted(recent)} each, ${
        comparedWith(recent, mean(before))
      } the mean of the weeks before (${counted(mean(before))}). `) +
    `The lowest week was ${lowest.week} with ${counted(lowest.purchases)}` +
    (lowest.purchases < 0.6 * others
      ? ", far below the mean of the others: check whether deliveries stopped or data are missing."
      : ", which is within the usual range.") +
    ` In the newest week${newest === totals.at(-1) ? "" : ` with purchases`} ${
      counted(newest.customers)
    } shops bought ${counted(newest.products)} ` +
    `products, ${(newest.purchases / newest.customers).toFixed(1)} each.`;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How many of the recent purchases repeat earlier ones: of the last half, eight weeks at most. */
export function habitsProse(totals: NamedTotals[]): string {
  const late = totals.slice(-Math.min(8, Math.ceil(totals.length / 2)));
  const repeats = late.reduce((sum, week) => sum + week.repeats, 0) /
    late.reduce((sum, week) => sum + week.purchases, 0);
  return `In the last ${late.length} weeks **${percent(repeats)} of the purchases are repeats**: ` +
    habitMeaning(repeats);
}

function habitMeaning(repeats: number): string {
  if (repeats > 0.8) {
    return "shops mostly buy what they bought before, so their own history is what to learn from.";
  }
  return repeats > 0.5
    ? "habit leads, but a good part of the business is new. History alone will miss it."
    : "most purchases are new, so history alone says little. Products and similar shops must help.";
}

/** How concentrated purchases are, from counts by product and by brand, the largest first. */
export function productsProse(
  products: { count: number }[],
  brands: { label: string; count: number }[],
): string {
  const total = products.reduce((sum, { count }) => sum + count, 0);
  const half = halfOf(products.map(({ count }) => count), total);
  const [first, second] = brands.map(({ label, count }) => `${label} (${percent(count / total)})`);
  return `${counted(half)} of the ${counted(products.length)} products that were ever sold make ` +
    `half of all purchases. The largest brand is ${first}` +
    `${second ? `, followed by ${second}` : ""}. ` +
    (half < 0.15 * products.length
      ? "So few products that a list of best-sellers already goes far: the model must beat it."
      : "The rest is spread widely, so one list for all shops would miss much of it.");
}

/** How many counts from the front make half of the total. */
function halfOf(counts: number[], total: number): number {
  let reached = 0, length = 0;
  while (reached < total / 2) reached += counts[length++]!;
  return length;
}
