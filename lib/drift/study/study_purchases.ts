import { NUMERIC_FEATURES, TEXT_FEATURES } from "../../features/static_features.ts";
import { emptyWeeks, purchasedWeeks } from "../../features/purchases/purchased_weeks.ts";
import { weeklyPurchases } from "../../features/purchases/weekly_purchases.ts";
import type { Column } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { weekOfDay } from "../../table/time/week.ts";

/** One attribute of customers or products, every value a category. */
export interface Attribute {
  name: string;
  of: "customer" | "product";
  /** Category by customer or product number; −1 where it is missing. */
  codes: Int32Array;
  categories: string[];
  /** Values of a number by category, ascending; null for a text. */
  values: Float64Array | null;
}

/** Purchases in columns; weeks are positions among the weeks with purchases. */
export interface PurchaseRows {
  week: Int32Array;
  customer: Int32Array;
  product: Int32Array;
}

/** The purchases that a drift study shuffles and shifts. */
export interface StudyPurchases {
  /** Indices of the complete weeks with purchases, ascending, and their number. */
  weekIndices: number[];
  weeks: number;
  /** Indices of the other complete weeks, which are left out. */
  emptyWeeks: number[];
  customers: number;
  products: number;
  /** Attributes of the original preset, texts before numbers. */
  attributes: Attribute[];
  /** One row per week, customer and product with net items above 0, by week. */
  rows: PurchaseRows;
  /** First row of each week, and the number of rows. */
  starts: Int32Array;
  /** One row per order and product with items above 0; orders are numbered from 0. */
  orders: { week: Int32Array; customer: Int32Array; order: Int32Array; product: Int32Array };
}

/** Purchases of each customer and of each product by week: `[week × customers + customer]`. */
export interface WeeklyTallies {
  customers: Float64Array;
  products: Float64Array;
}

/**
 * The complete weeks with purchases, prepared for a drift study. They, customers and products with
 * purchases are renumbered from 0.
 */
export function studyPurchases(sales: SalesData): StudyPurchases {
  const { lines } = sales;
  const weekIndices = purchasedWeeks(sales), weeks = weekIndices.length;
  const place = new Map(weekIndices.map((week, position) => [week, position]));
  const sold = [...lines.items.keys()].filter((line) => lines.items[line]! > 0);
  const customers = renumbered(sold, lines.customer), products = renumbered(sold, lines.product);
  const orders = renumbered(sold, lines.order);
  // an order that was taken back whole may be all there is of its week
  const ordered = sold.filter((line) => place.has(weekOfDay(lines.day[line]!)));
  const weekly = weeklyPurchases(lines);
  const bought = [...weekly.items.keys()].filter((row) => weekly.items[row]! > 0);
  const rows = {
    week: Int32Array.from(bought, (row) => place.get(weekly.week[row]!)!),
    customer: Int32Array.from(bought, (row) => customers.get(weekly.customer[row]!)!),
    product: Int32Array.from(bought, (row) => products.get(weekly.product[row]!)!),
  };
  const starts = new Int32Array(weeks + 1);
  for (const week of rows.week) starts[week + 1]!++;
  for (let week = 0; week < weeks; week++) starts[week + 1]! += starts[week]!;
  return {
    weekIndices,
    weeks,
    emptyWeeks: emptyWeeks(sales),
    customers: customers.size,
    products: products.size,
    attributes: [
      ...attributes(sales.customers.columns, "customer", [...customers.keys()]),
      ...attributes(sales.products.columns, "product", [...products.keys()]),
    ].sort((a, b) => Number(a.values !== null) - Number(b.values !== null)), // the quicker tests first
    rows,
    starts,
    orders: {
      order: Int32Array.from(ordered, (line) => orders.get(lines.order[line]!)!),
      week: Int32Array.from(ordered, (line) => place.get(weekOfDay(lines.day[line]!))!),
      customer: Int32Array.from(ordered, (line) => customers.get(lines.customer[line]!)!),
      product: Int32Array.from(ordered, (line) => products.get(lines.product[line]!)!),
    },
  };
}

/** The distinct values at some positions, ascending, and their numbers. */
function renumbered(places: number[], values: Int32Array | Float64Array): Map<number, number> {
  const distinct = [...new Set(places.map((place) => values[place]!))].sort((a, b) => a - b);
  return new Map(distinct.map((value, number) => [value, number]));
}

/** Counts rows by week and customer, and by week and product, each `weight` times. */
export function tally(
  { weeks, customers, products }: Pick<StudyPurchases, "weeks" | "customers" | "products">,
  { week, customer, product }: PurchaseRows,
  weight?: (row: number) => number,
): WeeklyTallies {
  const tallies = {
    customers: new Float64Array(weeks * customers),
    products: new Float64Array(weeks * products),
  };
  for (let row = 0; row < week.length; row++) {
    const times = weight ? weight(row) : 1;
    tallies.customers[week[row]! * customers + customer[row]!]! += times;
    tallies.products[week[row]! * products + product[row]!]! += times;
  }
  return tallies;
}

function attributes(columns: Column[], of: Attribute["of"], kept: number[]): Attribute[] {
  return columns.filter(({ name }) =>
    NUMERIC_FEATURES.includes(name) || TEXT_FEATURES.includes(name)
  ).map((column) => {
    if (column.kind === "categorical") {
      const { name, categories } = column;
      return {
        name,
        of,
        codes: Int32Array.from(kept, (i) => column.codes[i]!),
        categories,
        values: null,
      };
    }
    const distinct = new Set(column.values.filter((value) => value === value));
    const values = new Float64Array(distinct).sort();
    const codeOf = new Map(Array.from(values, (value, code) => [value, code]));
    return {
      name: column.name,
      of,
      codes: Int32Array.from(kept, (i) => codeOf.get(column.values[i]!) ?? -1),
      categories: Array.from(values, String),
      values,
    };
  });
}
