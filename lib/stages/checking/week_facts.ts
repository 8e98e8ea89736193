import { pairKey } from "../../features/pairs/pair_key.ts";
import { weeklyPurchases } from "../../features/purchases/weekly_purchases.ts";
import type { Message } from "../../language/message.ts";
import type { Column } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { weekOfDay } from "../../table/time/week.ts";
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
  /** The lines as weekday, customer, product and quantity. */
  contents: Set<string>;
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

/** An attribute with categories. */
export interface Attribute {
  name: string;
  of: "customer" | "product";
}

/**
 * A check of a week against the weeks before it, oldest first.
 *
 * @returns what is unusual, where to look and its likely cause, as one sentence without its final
 * period; `undefined` if the week is ordinary.
 */
export type WeekCheck = (week: WeekFacts, past: WeekFacts[]) => Message | undefined;

/** A number with more values than this is a measure, not a category. */
const MOST_CATEGORIES = 50;

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
    contents: new Set(),
    purchases: 0,
    customers: new Set(),
    products: new Set(),
    newCustomers: 0,
    newPairs: 0,
    categories: new Map(),
  };
}

function addLines(weeks: WeekFacts[], { lines }: SalesData): void {
  const first = weeks[0]!.week;
  const quantities = weeks.map((): number[] => []);
  for (let line = 0; line < lines.length; line++) {
    const day = lines.day[line]!, at = weekOfDay(day) - first;
    if (at < 0) continue;
    const facts = weeks[at]!, items = lines.items[line]!;
    // day 0 was a Thursday
    const weekday = (day + 3) % 7;
    const content = `${weekday},${lines.customer[line]},${lines.product[line]},${items}`;
    facts.lines++;
    facts.weekdays[weekday]!++;
    if (facts.contents.has(content)) facts.repeated++;
    facts.contents.add(content);
    if (items < 0) facts.returns++;
    else if (items === 0) facts.zeros++;
    else quantities[at]!.push(items);
  }
  for (const [at, values] of quantities.entries()) {
    if (values.length === 0) continue;
    const sorted = values.sort((a, b) => a - b), quarter = sorted.length >> 2;
    weeks[at]!.quantities = {
      lower_quartile: sorted[quarter]!,
      median: median(sorted),
      upper_quartile: sorted[sorted.length - 1 - quarter]!,
      mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    };
  }
}

function addPurchases(weeks: WeekFacts[], { lines, customers, products }: SalesData): void {
  const first = weeks[0]!.week;
  const weekly = weeklyPurchases(lines), known = new Set<number>(), pairs = new Set<number>();
  const attributes = [
    ...customers.columns.flatMap((column) => categoriesOf(column, "customer", weekly.customer)),
    ...products.columns.flatMap((column) => categoriesOf(column, "product", weekly.product)),
  ];
  for (let row = 0; row < weekly.length; row++) {
    if (weekly.items[row]! <= 0) continue;
    const at = weekly.week[row]! - first, customer = weekly.customer[row]!;
    const isNew = !known.has(customer);
    known.add(customer);
    const pair = pairKey(customer, weekly.product[row]!), isNewPair = !pairs.has(pair);
    pairs.add(pair);
    if (at < 0) continue;
    const facts = weeks[at]!;
    facts.purchases++;
    if (isNew) facts.newCustomers++;
    if (isNewPair) facts.newPairs++;
    facts.customers.add(customer);
    facts.products.add(weekly.product[row]!);
    for (const attribute of attributes) {
      const category = attribute.categoryOf(row);
      if (category === undefined) continue;
      const counts = facts.categories.get(attribute.name) ??
        { ...attribute, counts: new Map<string, number>() };
      counts.counts.set(category, (counts.counts.get(category) ?? 0) + 1);
      facts.categories.set(attribute.name, counts);
    }
  }
}

/** An attribute of the customer or product of a purchase, if it has categories. */
function categoriesOf(
  column: Column,
  of: Attribute["of"],
  entity: Int32Array,
): (Attribute & { categoryOf: (row: number) => string | undefined })[] {
  const { name } = column;
  if (column.kind === "categorical") {
    return [{ name, of, categoryOf: (row) => column.categories[column.codes[entity[row]!]!] }];
  }
  const { values } = column;
  if (new Set(values).size > MOST_CATEGORIES) return [];
  const text = (value: number) => Number.isNaN(value) ? undefined : String(value);
  return [{ name, of, categoryOf: (row) => text(values[entity[row]!]!) }];
}
