import { type Cross, crossPairs, indicesOf, type Pairs } from "./cross.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { mondayOfWeek } from "../../table/time/week.ts";

/**
 * The pairs on which a week's forecast is evaluated: every customer × product with both in an order
 * line of an earlier week (about 155,000 on the real data).
 *
 * @param week week index; no line of that week or later is read.
 * @returns pairs sorted by customer, then product.
 */
export function knownUniverse(sales: SalesData, week: number): Pairs {
  return crossPairs(knownCross(sales, week));
}

/** The customers and the products of {@linkcode knownUniverse}. */
export function knownCross(sales: SalesData, week: number): Cross {
  const { lines, customers, products } = sales;
  const monday = mondayOfWeek(week);
  const customerSeen = new Uint8Array(customers.ids.length);
  const productSeen = new Uint8Array(products.ids.length);
  for (let line = 0; line < lines.length; line++) {
    if (lines.day[line]! >= monday) continue;
    customerSeen[lines.customer[line]!] = 1;
    productSeen[lines.product[line]!] = 1;
  }
  return { customers: indicesOf(customerSeen), products: indicesOf(productSeen) };
}

/**
 * Every customer × every product, with or without order lines, sorted by customer, then product.
 */
export function fullCatalogue(sales: SalesData): Pairs {
  const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
  return crossPairs({
    customers: all(sales.customers.ids.length),
    products: all(sales.products.ids.length),
  });
}
