import { PRESETS } from "../config/presets/presets.ts";
import type { PresetName } from "../config/presets/preset.ts";
import { type Cross, indicesOf } from "../features/pairs/cross.ts";
import { launchProbability, newCustomerProbability } from "../model/cold_start.ts";
import type { SalesData } from "../table/sales_data.ts";

/**
 * The part of the catalogue that the model scores: customers and products with order lines; with `launches` all
 * products; under the original preset everything.
 */
export function scoredPart(
  { customers, products, lines }: SalesData,
  preset: PresetName,
  { launches }: { launches: boolean },
): Cross {
  const everything = PRESETS[preset].scores === "everything" ? 1 : 0;
  const bought = new Uint8Array(customers.ids.length).fill(everything);
  const sold = new Uint8Array(products.ids.length).fill(launches ? 1 : everything);
  for (const customer of lines.customer) bought[customer] = 1;
  for (const product of lines.product) sold[product] = 1;
  return { customers: indicesOf(bought), products: indicesOf(sold) };
}

/**
 * Fills in the pairs that the model does not score: new customers by the purchase rates of new
 * customers; products that never sold below all other pairs.
 *
 * @param scored the part that already has probabilities; all others are written.
 * @param probability of every customer × every product.
 * @returns the probability of products never sold.
 */
export function scoreTheRest(
  sales: SalesData,
  scored: Cross,
  probability: Float64Array,
): number {
  const customers = sales.customers.ids.length, width = sales.products.ids.length;
  let lowest = 1;
  for (const customer of scored.customers) {
    for (const product of scored.products) {
      lowest = Math.min(lowest, probability[customer * width + product]!);
    }
  }
  const launch = Math.min(launchProbability(sales), lowest / 2);
  const ofNewCustomers = newCustomerProbability(sales).map((p) => Math.max(launch, p));
  const isScored = new Uint8Array(customers);
  for (const customer of scored.customers) isScored[customer] = 1;
  const inPart = new Uint8Array(width);
  for (const product of scored.products) inPart[product] = 1;
  for (let customer = 0; customer < customers; customer++) {
    for (let product = 0; product < width; product++) {
      if (isScored[customer] && inPart[product]) continue;
      probability[customer * width + product] = ofNewCustomers[product]!;
    }
  }
  return launch;
}
