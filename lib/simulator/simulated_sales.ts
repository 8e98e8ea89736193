import type { Column } from "../table/column_table.ts";
import type { Entities, SalesData } from "../table/sales_data.ts";
import { simulatedWorld, type SimulatorOptions } from "./simulator.ts";
import { mondayOfWeek } from "../table/time/week.ts";

/**
 * Simulated sales in the form that the pipeline reads, without the intermediate tables and their
 * faults (missing values, duplicate rows): for studies with thousands of simulations.
 */
export function simulatedSales(options: SimulatorOptions = {}): SalesData {
  const { products, shops, lines, firstWeek, weeks } = simulatedWorld(options);
  const sorted = lines
    .map((line) => ({ ...line, day: mondayOfWeek(firstWeek + line.week) + line.weekday }))
    .sort((a, b) => a.day - b.day || a.customer - b.customer || a.product - b.product);
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
    lines: {
      length: sorted.length,
      day: Int32Array.from(sorted, ({ day }) => day),
      customer: Int32Array.from(sorted, ({ customer }) => customer),
      product: Int32Array.from(sorted, ({ product }) => product),
      // a customer has at most one order per day
      order: Float64Array.from(sorted, ({ day, customer }) => day * shops.length + customer),
      items: Float64Array.from(sorted, ({ items }) => items),
    },
    firstWeek,
    predictedWeek: firstWeek + weeks,
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
