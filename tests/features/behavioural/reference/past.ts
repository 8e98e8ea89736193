import type { SalesData } from "../../../../lib/table/sales_data.ts";
import { mondayOfWeek, weekOfDay } from "../../../../lib/table/time/week.ts";
import { gaps, mean, over, sum, upTo } from "./arithmetic.ts";

/** Value of weeks since, weeks between, ranks and orders since, for events that never happened. */
export const NEVER = 999;
export const NEVER_DAYS = 6993;

/** One row's features by name. */
export type Features = Record<string, number>;

/** Everything known on the Monday of a week. Lag l is the week `week − l`. */
export interface Past {
  week: number;
  monday: number;
  /** The lags of all weeks of the data. */
  allLags: number[];
  customers: number[];
  products: number[];
  /** Lags of the weeks in which the pair's net items are above 0, newest first. */
  lags(customer: number, product: number): number[];
  /** Lags of the weeks in which the customer bought any of the products, newest first. */
  lagsOfAny(customer: number, products: number[]): number[];
  /** Lags of the weeks in which the customer bought anything, newest first. */
  activeLags(customer: number): number[];
  /** The pair's net items in a week. */
  items(customer: number, product: number, lag: number): number;
  /** Days with an order line of the pair with items above 0, oldest first. */
  orderDaysOf(customer: number, product: number): number[];
  /** Days with an order line of the customer with items above 0, oldest first. */
  orderDays(customer: number): number[];
  /** Customers active before the week. */
  customersSoFar: number[];
  typeOf(customer: number): string;
  /** The products with the same attributes as this one, itself included. */
  groupOf(product: number): number[];
}

export function pastOf(sales: SalesData, week: number): Past {
  const monday = mondayOfWeek(week);
  const customers = upTo(sales.customers.ids.length), products = upTo(sales.products.ids.length);
  const allLags = upTo(week - sales.firstWeek).map((i) => i + 1);

  const lines = customers.map(() => products.map((): { day: number; items: number }[] => []));
  for (let i = 0; i < sales.lines.length; i++) {
    const { day, customer, product, items } = sales.lines;
    if (day[i]! >= monday) continue;
    lines[customer[i]!]![product[i]!]!.push({ day: day[i]!, items: items[i]! });
  }

  const items = (customer: number, product: number, lag: number) => {
    const ofWeek = lines[customer]![product]!.filter(({ day }) => weekOfDay(day) === week - lag);
    // round to a millionth: fractions that cancel may leave 5e-17, which must not count as above 0
    return Math.round(1e6 * sum(ofWeek.map((line) => line.items))) / 1e6;
  };
  const lags = customers.map((c) =>
    products.map((p) => lines[c]![p]!.length ? allLags.filter((lag) => items(c, p, lag) > 0) : [])
  );
  const lagsOfAny = (customer: number, among: number[]) =>
    ascending(among.flatMap((p) => lags[customer]![p]!));
  const activeLags = customers.map((c) => lagsOfAny(c, products));

  const orderDaysOf = (customer: number, product: number) =>
    ascending(lines[customer]![product]!.filter((line) => line.items > 0).map(({ day }) => day));
  const orderDays = customers.map((c) => ascending(products.flatMap((p) => orderDaysOf(c, p))));

  const attributes = products.map((p) => attributesOf(sales, p));
  const groupOf = products.map((p) => products.filter((q) => attributes[q] === attributes[p]));

  return {
    week,
    monday,
    allLags,
    customers,
    products,
    lags: (customer, product) => lags[customer]![product]!,
    lagsOfAny,
    activeLags: (customer) => activeLags[customer]!,
    items,
    orderDaysOf,
    orderDays: (customer) => orderDays[customer]!,
    customersSoFar: customers.filter((c) => activeLags[c]!.length > 0),
    typeOf: (customer) => typeOf(sales, customer),
    groupOf: (product) => groupOf[product]!,
  };
}

/** Σ d^lag. */
export function weight(lags: number[], d: number): number {
  return sum(lags.map((lag) => d ** lag));
}

/** Σ d^lag over the given weeks over Σ d^lag over all weeks of the data. */
export function decayed(past: Past, lags: number[], d: number): number {
  return over(weight(lags, d), weight(past.allLags, d));
}

/** The lags within the last n weeks. */
export function last(n: number, lags: number[]): number[] {
  return lags.filter((lag) => lag <= n);
}

export function since(lags: number[]): number {
  return lags.at(0) ?? NEVER;
}

export function sinceFirst(lags: number[]): number {
  return lags.at(-1) ?? NEVER;
}

/** Mean gap between consecutive weeks. */
export function interval(lags: number[]): number {
  return lags.length < 2 ? NEVER : mean(gaps(lags));
}

/** Weeks since the last, over the mean spacing: weeks since the first over the number of weeks. */
export function lateness(lags: number[]): number {
  return over(since(lags), over(sinceFirst(lags), lags.length));
}

/** The customers who ever bought a product. */
export function everBuyers(past: Past, product: number): number[] {
  return past.customers.filter((c) => past.lags(c, product).length > 0);
}

/** Number of customer-weeks with a purchase of the product and lags from `newest` to `oldest`. */
export function purchases(past: Past, product: number, newest: number, oldest: number): number {
  return sum(
    past.customers.map((c) =>
      past.lags(c, product).filter((lag) => lag >= newest && lag <= oldest).length
    ),
  );
}

/** Customers whose first purchase of the product was in the last n weeks. */
export function firstTimeBuyers(past: Past, product: number, n: number): number[] {
  return everBuyers(past, product).filter((c) => sinceFirst(past.lags(c, product)) <= n);
}

/** Mean weekly buyers of the last 2 weeks over those of the last 16. */
export function alive(past: Past, product: number): number {
  const weeklyBuyers = (n: number) =>
    over(purchases(past, product, 1, n), last(n, past.allLags).length);
  return over(weeklyBuyers(2), weeklyBuyers(16));
}

function ascending(values: number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function attributesOf({ products }: SalesData, product: number): string {
  const values = products.columns.map((column) =>
    column.kind === "numeric" ? column.values[product]! : column.codes[product]!
  );
  return values.join();
}

function typeOf({ customers }: SalesData, customer: number): string {
  const column = customers.columns.find(({ name }) => name === "customer_type");
  if (column?.kind !== "categorical") throw new Error("no customer_type");
  const code = column.codes[customer]!;
  return code === -1 ? "none" : column.categories[code]!;
}
