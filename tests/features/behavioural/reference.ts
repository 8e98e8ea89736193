import type { SalesData } from "../../../lib/table/sales_data.ts";
import { weekOfYear } from "../../../lib/table/time/week.ts";
import { upTo } from "./reference/arithmetic.ts";
import { customerFeatures } from "./reference/customer.ts";
import { groupFeatures } from "./reference/group.ts";
import { neighbourFeatures } from "./reference/neighbours.ts";
import { orderFeatures } from "./reference/orders.ts";
import { pairFeatures } from "./reference/pair.ts";
import { type Features, pastOf } from "./reference/past.ts";
import { productFeatures, typeFeatures } from "./reference/product.ts";
import { volumeFeatures } from "./reference/volume.ts";

/**
 * Computes every behavioural feature row by row, from its documented meaning and the order lines only.
 * Slow and simple; shares no code with `lib/features`.
 */
export function referenceFeatures(
  sales: SalesData,
  week: number,
  pairs: { customer: Int32Array; product: Int32Array },
): Record<string, number[]> {
  const past = pastOf(sales, week);
  const ofCustomer = past.customers.map((c) => ({
    ...customerFeatures(past, c),
    ...orderFeatures(past, c),
  }));
  const ofProduct = past.products.map((p) => productFeatures(past, p));
  const ofNeighbours = neighbourFeatures(past);

  const rows = upTo(pairs.customer.length).map((row): Features => {
    const customer = pairs.customer[row]!, product = pairs.product[row]!;
    return {
      ...ofCustomer[customer]!,
      ...ofProduct[product]!,
      ...pairFeatures(past, customer, product),
      ...typeFeatures(past, customer, product),
      ...groupFeatures(past, customer, product),
      ...ofNeighbours(customer, product),
      ...volumeFeatures(past, customer, product),
      week_of_year: weekOfYear(week),
    };
  });
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name]!)]));
}
