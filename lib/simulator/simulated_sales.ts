import type { Column } from "../table/column_table.ts";
import { radixOrder } from "../stats/radix_order.ts";
import type { LinesByDay } from "./day_lines.ts";
import type { SimulatedProducts } from "./products.ts";
import type { Entities, OrderLines, SalesData } from "../table/sales_data.ts";
import { simulatedWorld, type SimulatorOptions } from "./simulator.ts";
import { mondayOfWeek } from "../table/time/week.ts";

/**
 * Simulated sales in the form that the pipeline reads, without the intermediate tables and their
 * faults (missing values, duplicate rows): for studies with thousands of simulations.
 */
export function simulatedSales(options: SimulatorOptions = {}): SalesData {
  const { products, shops, lines, firstWeek, weeks } = simulatedWorld(options);
  return {
    customers: entities(shops.map((shop) => ({
      id: shop.id,
      region_id: 7,
      zone_id: 701,
      customer_type: shop.type,
      Y: shop.y,
      X: shop.x,
      num_deliver_per_week: shop.deliveries,
      num_visit_per_week: 1,
    }))),
    products: entities(products.attributes.map((one, i) => ({ id: products.ids[i]!, ...one }))),
    lines: orderLines(lines, { monday: mondayOfWeek(firstWeek), shops: shops.length, products }),
    firstWeek,
    predictedWeek: firstWeek + weeks,
  };
}

/** The lines sorted by day, customer and product. */
function orderLines(
  lines: LinesByDay,
  { monday, shops, products: { ids, crate } }: {
    monday: number;
    shops: number;
    products: SimulatedProducts;
  },
): OrderLines {
  const { length } = lines;
  const pair = new Float64Array(length), pieces = new Int16Array(length);
  let row = 0;
  for (const block of lines.blocks()) {
    for (let line = 0; line < block.length; line++, row++) {
      const shop = (monday + block.day) * shops + block.customer[line]!;
      pair[row] = shop * ids.length + block.product[line]!;
      pieces[row] = block.pieces[line]!;
    }
  }
  const sorted = radixOrder(pair);
  const product = Int32Array.from(sorted, (row) => pair[row]! % ids.length);
  // a customer has at most one order per day
  const order = Float64Array.from(sorted, (row) => Math.floor(pair[row]! / ids.length));
  return {
    length,
    day: Int32Array.from(order, (shop) => Math.floor(shop / shops)),
    customer: Int32Array.from(order, (shop) => shop % shops),
    product,
    order,
    items: Float64Array.from(sorted, (row, i) => pieces[row]! / crate[product[i]!]!),
  };
}

function entities(records: { id: number; [name: string]: number | string }[]): Entities {
  const names = Object.keys(records[0] ?? {}).filter((name) => name !== "id");
  return {
    ids: Float64Array.from(records, ({ id }) => id),
    columns: names.map((name): Column => {
      const values = records.map((record) => record[name]!);
      if (typeof values[0] === "number") {
        return { kind: "numeric", name, values: Float64Array.from(values as number[]) };
      }
      const categories = [...new Set(values as string[])].sort();
      const codes = Int32Array.from(values as string[], (value) => categories.indexOf(value));
      return { kind: "categorical", name, codes, categories };
    }),
  };
}
