import { firstPurchases } from "../../features/purchases/first_purchases.ts";
import { weeklyPurchases } from "../../features/purchases/weekly_purchases.ts";
import type { Message } from "../../language/message.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { weekOfDay } from "../../table/time/week.ts";
import { type Attribute, categoriesOf, countsBy } from "./categories.ts";
import { median } from "./median.ts";

/** What the checks compare of a complete week. */
export interface WeekFacts {
  /** Week index. */
  week: number;
  lines: number;
  /** Lines with `items` below 0, and equal to 0. */
  returns: number;
  zeros: number;
  /** Lines like another one of the day in all but the order. */
  repeated: number;
  /** Quartiles and mean of the quantities above 0. */
  quantities: Record<"lower_quartile" | "median" | "upper_quartile" | "mean", number>;
  /** Lines by weekday, Monday first. */
  weekdays: number[];
  /** One number for each weekday, customer, product and quantity of a line, ascending. */
  contents: Float64Array;
  /** Pairs with a positive net quantity, and who and what they are of. */
  purchases: number;
  customers: Set<number>;
  products: Set<number>;
  /** Customers without a purchase in an earlier week. */
  newCustomers: number;
  /** Purchases of a pair that had none in an earlier week. */
  newPairs: number;
  /** Purchases by attribute, then category. */
  categories: Map<string, Attribute & { counts: Map<string, number> }>;
}

/**
 * A check of a week against the weeks before it, oldest first.
 *
 * @returns what is unusual, where to look and its likely cause, as one sentence without its final
 * period; `undefined` if the week is ordinary.
 */
export type WeekCheck = (week: WeekFacts, past: WeekFacts[]) => Message | undefined;

/**
 * The newest complete weeks, oldest first. O(lines).
 *
 * @param count how many at most.
 */
export function weekFacts(sales: SalesData, count: number): WeekFacts[] {
  const { firstWeek, predictedWeek } = sales;
  const first = Math.max(firstWeek, predictedWeek - count);
  const weeks = Array.from({ length: predictedWeek - first }, (_, i) => noLines(first + i));
  addLines(weeks, sales);
  addPurchases(weeks, sales);
  return weeks;
}

function noLines(week: number): WeekFacts {
  return {
    week,
    lines: 0,
    returns: 0,
    zeros: 0,
    repeated: 0,
    quantities: { lower_quartile: NaN, median: NaN, upper_quartile: NaN, mean: NaN },
    weekdays: new Array<number>(7).fill(0),
    contents: new Float64Array(),
    purchases: 0,
    customers: new Set(),
    products: new Set(),
    newCustomers: 0,
    newPairs: 0,
    categories: new Map(),
  };
}

function addLines(weeks: WeekFacts[], { lines, customers, products }: SalesData): void {
  const contents = customers.ids.length * products.ids.length * 7;
  const codes = new Map<number, number>();
  let start = 0;
  while (start < lines.length && weekOfDay(lines.day[start]!) < weeks[0]!.week) start++;
  for (const facts of weeks) {
    let end = start;
    while (end < lines.length && weekOfDay(lines.day[end]!) === facts.week) end++;
    const content = new Float64Array(end - start);
    for (let line = start; line < end; line++) {
      const items = lines.items[line]!, code = codes.get(items) ?? codes.size;
      codes.set(items, code);
      // day 0 was a Thursday
      const weekday = (lines.day[line]! + 3) % 7;
      facts.weekdays[weekday]!++;
      if (items < 0) facts.returns++;
      else if (items === 0) facts.zeros++;
      const pair = lines.customer[line]! * products.ids.length + lines.product[line]!;
      content[line - start] = code * contents + 7 * pair + weekday;
    }
    facts.lines = end - start;
    facts.contents = content.sort().filter((key, i) => i === 0 || key !== content[i - 1]);
    facts.repeated = facts.lines - facts.contents.length;
    const sold = lines.items.slice(start, end).sort().subarray(facts.returns + facts.zeros);
    if (sold.length > 0) facts.quantities = quantitiesOf(sold);
    start = end;
  }
}

function quantitiesOf(sorted: Float64Array): WeekFacts["quantities"] {
  const quarter = sorted.length >> 2;
  return {
    lower_quartile: sorted[quarter]!,
    median: median(sorted),
    upper_quartile: sorted[sorted.length - 1 - quarter]!,
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
}

function addPurchases(weeks: WeekFacts[], sales: SalesData): void {
  const { customers, products } = sales, first = weeks[0]!.week;
  const weekly = weeklyPurchases(sales.lines), isNewPair = firstPurchases(weekly);
  const known = new Uint8Array(customers.ids.length);
  const attributes = [
    ...customers.columns.flatMap((column) => categoriesOf(column, "customer")),
    ...products.columns.flatMap((column) => categoriesOf(column, "product")),
  ];
  const counts = {
    customer: new Uint32Array(customers.ids.length),
    product: new Uint32Array(products.ids.length),
  };
  for (let row = 0; row < weekly.length; row++) {
    const customer = weekly.customer[row]!, facts = weeks[weekly.week[row]! - first];
    if (weekly.items[row]! > 0) {
      if (facts) {
        facts.purchases++;
        if (!known[customer]) facts.newCustomers++;
        facts.newPairs += isNewPair[row]!;
        counts.customer[customer]!++;
        counts.product[weekly.product[row]!]!++;
      }
      known[customer] = 1;
    }
    if (!facts || row + 1 < weekly.length && weekly.week[row + 1] === facts.week) continue;
    facts.customers = placesOf(counts.customer);
    facts.products = placesOf(counts.product);
    for (const { name, of, categoryOf } of attributes) {
      const categories = countsBy(counts[of], categoryOf);
      if (categories.size > 0) facts.categories.set(name, { name, of, counts: categories });
    }
    counts.customer.fill(0);
    counts.product.fill(0);
  }
}

function placesOf(counts: Uint32Array): Set<number> {
  const places = new Set<number>();
  counts.forEach((count, place) => count > 0 && places.add(place));
  return places;
}
