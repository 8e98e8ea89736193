import type { OrderLines, SalesData, WeeklyPurchases } from "../../table/sales_data.ts";
import { weekOfDay } from "../../table/time/week.ts";
import { releaseArrays } from "../../workers/release_arrays.ts";
import { countingOrder } from "../purchases/counting_order.ts";
import { weeklyPurchases } from "../purchases/weekly_purchases.ts";
import { attributeGroups } from "./attribute_groups.ts";
import { type CustomerRows, customerRows, type Series, seriesOf } from "./customer_rows.ts";
import { type ProductWeeks, productWeeks } from "./product_weeks.ts";

/** All purchases (net quantity above 0) by pair, customer and product, as compact typed arrays. */
export interface PurchaseHistory {
  customers: number;
  products: number;
  firstWeek: number;
  /** Every pair ever bought; `items` and `lastDay` are parallel to `pairs.weeks.at`. */
  pairs: CustomerRows;
  items: Float32Array;
  /** The last day of the week on which the pair was bought. */
  lastDay: Int32Array;
  /** Attribute group of each product, see `attributeGroups`. */
  groupOfProduct: Int32Array;
  groups: number;
  /** Every customer × group ever bought. */
  customerGroups: CustomerRows;
  /** Weeks in which each customer bought, and how many products. */
  activity: Series;
  basket: Int32Array;
  /** Days on which each customer ordered. */
  orderDays: Series;
  productWeeks: ProductWeeks;
  /** Customers who buy anything, by week. */
  activeCustomers: Int32Array;
  /** Each customer's `customer_type`, 0 if it is missing, and the number of types. */
  customerType: Int32Array;
  customerTypes: number;
}

/** The histories of sales data in use: features and the call list read the same. */
const histories = new WeakMap<SalesData, PurchaseHistory>();

/**
 * Indexes the purchases once, so that the features of any week take milliseconds. O(lines); 20 bytes
 * an order line, and 55 while it is made.
 */
export function purchaseHistory(sales: SalesData): PurchaseHistory {
  const history = histories.get(sales) ?? indexed(sales);
  histories.set(sales, history);
  return history;
}

function indexed(sales: SalesData): PurchaseHistory {
  const customers = sales.customers.ids.length;
  const products = sales.products.ids.length;
  const { firstWeek, lines } = sales;
  const weekly = positive(weeklyPurchases(lines));
  releaseArrays();
  const byPair = countingOrder(weekly.customer, countingOrder(weekly.product));
  const pairs = customerRows(customers, weekly, weekly.product, byPair);
  const items = gathered(new Float32Array(weekly.length), weekly.items, byPair);
  const lastDay = gathered(new Int32Array(weekly.length), lastDays(lines, weekly), byPair);
  releaseArrays();

  const { groupOfProduct, groups } = attributeGroups(sales.products);
  const groupOfRow = weekly.product.map((product) => groupOfProduct[product]!);
  const byGroup = countingOrder(weekly.customer, countingOrder(groupOfRow));
  const customerGroups = customerRows(customers, weekly, groupOfRow, byGroup);
  releaseArrays();

  const byCustomer = countingOrder(weekly.customer);
  const activity = seriesOf(customers, weekly.customer, weekly.week, byCustomer);
  const type = sales.customers.columns.find((column) => column.name === "customer_type");
  const types = type?.kind === "categorical" ? type : undefined;
  return {
    customers,
    products,
    firstWeek,
    pairs,
    items,
    lastDay,
    groupOfProduct,
    groups,
    customerGroups,
    activity: activity.series,
    basket: activity.merged,
    orderDays: orderDays(customers, lines),
    ...productWeeks(products, firstWeek, weekly, pairs, activity.series),
    customerType: types?.codes.map((code) => code + 1) ?? new Int32Array(customers),
    customerTypes: 1 + (types?.categories.length ?? 0),
  };
}

/** The rows above 0, moved to the front. */
function positive({ length, week, customer, product, items }: WeeklyPurchases): WeeklyPurchases {
  let kept = 0;
  for (let row = 0; row < length; row++) {
    if (items[row]! <= 0) continue;
    for (const column of [week, customer, product, items]) column[kept] = column[row]!;
    kept++;
  }
  return {
    length: kept,
    week: week.subarray(0, kept),
    customer: customer.subarray(0, kept),
    product: product.subarray(0, kept),
    items: items.subarray(0, kept),
  };
}

/** Fills the target with the values in an order; `from` would hold every number as an object. */
function gathered<Target extends Int32Array | Float32Array>(
  target: Target,
  values: Int32Array | Float64Array,
  order: Uint32Array,
): Target {
  for (let i = 0; i < order.length; i++) target[i] = values[order[i]!]!;
  return target;
}

/** The last day with a line above 0 of each weekly row. */
function lastDays(lines: OrderLines, weekly: WeeklyPurchases): Int32Array {
  const days = new Int32Array(weekly.length), byDay = countingOrder(lines.day);
  const weekAt = (place: number) => weekOfDay(lines.day[byDay[place]!]!);
  for (let start = 0, end = 0, row = 0; start < lines.length; start = end) {
    const week = weekAt(start);
    while (end < lines.length && weekAt(end) === week) end++;
    const ofWeek = countingOrder(lines.product, byDay.subarray(start, end));
    for (const line of countingOrder(lines.customer, ofWeek)) {
      if (lines.items[line]! <= 0) continue;
      for (; row < weekly.length && weekly.week[row] === week; row++) {
        const ahead = weekly.customer[row]! - lines.customer[line]! ||
          weekly.product[row]! - lines.product[line]!;
        if (ahead === 0) days[row] = lines.day[line]!;
        if (ahead >= 0) break;
      }
    }
    while (row < weekly.length && weekly.week[row] === week) row++;
  }
  return days;
}

function orderDays(customers: number, lines: OrderLines): Series {
  const order = countingOrder(lines.customer, countingOrder(lines.day));
  let kept = 0;
  for (let i = 0; i < order.length; i++) {
    if (lines.items[order[i]!]! > 0) order[kept++] = order[i]!;
  }
  return seriesOf(customers, lines.customer, lines.day, order.subarray(0, kept)).series;
}
