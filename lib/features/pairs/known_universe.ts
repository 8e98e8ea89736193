import type { SalesData } from "../../table/sales_data.ts";
import { mondayOfWeek } from "../../table/time/week.ts";

/** Customer × product pairs by index, one per row. */
export interface Pairs {
  /** Customer index. */
  customer: Int32Array;
  /** Product index. */
  product: Int32Array;
}

/**
 * The pairs on which a week's forecast is evaluated: every customer × product with both in an order
 * line of an earlier week (about 155,000 on the real data).
 *
 * @param week week index; no line of that week or later is read.
 * @returns pairs sorted by customer, then product.
 */
export function knownUniverse(sales: SalesData, week: number): Pairs {
  const { lines, customers, products } = sales;
  const monday = mondayOfWeek(week);
  const customerSeen = new Uint8Array(customers.ids.length);
  const productSeen = new Uint8Array(products.ids.length);
  for (let line = 0; line < lines.length; line++) {
    if (lines.day[line]! >= monday) continue;
    customerSeen[lines.customer[line]!] = 1;
    productSeen[lines.product[line]!] = 1;
  }
  return crossPairs(indicesOf(customerSeen), indicesOf(productSeen));
}

/**
 * Every customer × every product, with or without order lines, sorted by customer, then product.
 */
export function fullCatalogue(sales: SalesData): Pairs {
  const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
  return crossPairs(all(sales.customers.ids.length), all(sales.products.ids.length));
}

function crossPairs(customers: Int32Array, products: Int32Array): Pairs {
  const length = customers.length * products.length;
  const pairs = { customer: new Int32Array(length), product: new Int32Array(length) };
  let row = 0;
  for (const customer of customers) {
    pairs.customer.fill(customer, row, row + products.length);
    pairs.product.set(products, row);
    row += products.length;
  }
  return pairs;
}

function indicesOf(flags: Uint8Array): Int32Array {
  const indices: number[] = [];
  flags.forEach((flag, i) => flag && indices.push(i));
  return Int32Array.from(indices);
}
