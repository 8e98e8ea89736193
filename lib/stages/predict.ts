import { PRESETS } from "../config/presets/presets.ts";
import pl from "nodejs-polars";
import type { PresetName } from "../config/presets/preset.ts";
import { launchProbability, newCustomerProbability } from "../model/cold_start.ts";
import { typicalQuantity } from "../quantity/typical_quantity.ts";
import type { FeatureSource } from "../features/feature_source.ts";
import { fullCatalogue, type Pairs } from "../features/pairs/known_universe.ts";
import { BLOCK_PAIRS, pairIds } from "../features/pairs/labelled_pairs.ts";
import { csvField } from "../table/csv.ts";
import { idSeries } from "../table/id_column.ts";
import type { Id, Ids } from "../table/ids.ts";
import type { SalesData } from "../table/sales_data.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { weekName } from "../table/time/week.ts";
import { type Model, predictProbability } from "../model/model.ts";

/** The probability of each customer × product pair of the catalogue in a week. */
export interface Forecast {
  /** Week index. */
  week: number;
  /** Ids; sorted by customer, then product. */
  customer: Ids;
  product: Ids;
  probability: Float64Array;
  /** Units to expect if the pair is bought; see typical_quantity.ts. */
  quantity: Float64Array;
  /**
   * Probability of products that never sold, below every scored pair; 0 if the model scores them.
   */
  launch: number;
}

export interface PredictInput {
  sales: SalesData;
  model: Model;
  features: FeatureSource;
}

/**
 * Scores the full catalogue for the predicted week.
 *
 * The model scores the customers and products with order lines. A customer who never bought gets
 * the purchase rates of new customers. A product that never sold has no features that distinguish
 * it: all its pairs get the recent purchase rate of such pairs, a small probability below every
 * other. Under the original preset the model scores all pairs, as the original did.
 *
 * @param options.launches the model also scores products that never sold, for customers with order
 *   lines, by the features of their attribute group.
 */
export async function predict(
  { sales, model, features }: PredictInput,
  { workers = 1, launches = false, onProgress = () => {} }: {
    workers?: number;
    launches?: boolean;
    onProgress?: (fraction: number, text: string) => void;
  } = {},
): Promise<Forecast> {
  const week = sales.predictedWeek;
  const pairs = fullCatalogue(sales);
  const probability = new Float64Array(pairs.customer.length);
  const rows = rowsToScore(sales, pairs, model.facts.preset, { launches });
  for (let begin = 0; begin < rows.length; begin += BLOCK_PAIRS) {
    const block = rows.subarray(begin, begin + BLOCK_PAIRS);
    const scored: Pairs = {
      customer: block.map((row) => pairs.customer[row]!),
      product: block.map((row) => pairs.product[row]!),
    };
    const scores = await predictProbability(model, features(week, scored), { workers });
    block.forEach((row, i) => (probability[row] = scores[i]!));
    await releaseMemory();
    onProgress((begin + block.length) / rows.length, `${begin + block.length} pairs`);
  }
  const launch = PRESETS[model.facts.preset].scores === "everything"
    ? 0
    : scoreTheRest(sales, pairs, rows, probability);
  return {
    week,
    ...pairIds(sales, pairs),
    probability,
    quantity: typicalQuantity(sales, pairs),
    launch: launches ? 0 : launch,
  };
}

/**
 * Rows of the catalogue that the model scores: customers and products with order lines; with
 * `launches` all products; under the original preset every row.
 */
export function rowsToScore(
  { customers, products, lines }: SalesData,
  pairs: Pairs,
  preset: PresetName,
  { launches }: { launches: boolean },
): Int32Array {
  const everything = PRESETS[preset].scores === "everything" ? 1 : 0;
  const bought = new Uint8Array(customers.ids.length).fill(everything);
  const sold = new Uint8Array(products.ids.length).fill(launches ? 1 : everything);
  for (const customer of lines.customer) bought[customer] = 1;
  for (const product of lines.product) sold[product] = 1;
  // plain loops: lists end at 134 million rows
  const rows = new Int32Array(pairs.customer.length);
  let length = 0;
  for (let row = 0; row < rows.length; row++) {
    if (bought[pairs.customer[row]!] && sold[pairs.product[row]!]) rows[length++] = row;
  }
  return rows.subarray(0, length);
}

/**
 * Fills in the rows that the model does not score: new customers by the purchase rates of new
 * customers; products that never sold below all other pairs.
 *
 * @param scored the rows that already have a probability; all others are written.
 * @returns the probability of products never sold.
 */
export function scoreTheRest(
  sales: SalesData,
  { product }: Pairs,
  scored: Int32Array,
  probability: Float64Array,
): number {
  const ofNewCustomers = newCustomerProbability(sales);
  const lowest = scored.reduce((low, row) => Math.min(low, probability[row]!), 1);
  const launch = Math.min(launchProbability(sales), lowest / 2);
  let next = 0;
  for (let row = 0; row < probability.length; row++) {
    if (scored[next] === row) next++;
    else probability[row] = Math.max(launch, ofNewCustomers[product[row]!]!);
  }
  return launch;
}

/** The sum of the probabilities, and what shows that they are none. */
export function probabilityFacts(
  probability: Float64Array,
): { expected_purchases: number; tied: number; invalid: number } {
  let sum = 0, highest = -Infinity, tied = 0, invalid = 0;
  for (const p of probability) {
    if (!(p >= 0 && p <= 1)) {
      invalid++;
      continue;
    }
    sum += p;
    if (p > highest) {
      highest = p;
      tied = 0;
    }
    if (p === highest) tied++;
  }
  return { expected_purchases: sum, tied, invalid };
}

/** `scores.parquet`: every pair with its probability and the units to expect of it. */
export function scoresFrame(forecast: Forecast): pl.DataFrame {
  const { week, customer, product, probability } = forecast;
  return pl.DataFrame([
    idSeries("customer_id", customer),
    idSeries("product_id", product),
    pl.Series("probability", probability as unknown as number[]),
    pl.Series("expected_items", expectedItems(forecast) as unknown as number[]),
  ]).withColumn(pl.lit(weekName(week)).alias("week"))
    .select("customer_id", "product_id", "week", "probability", "expected_items");
}

/** The units to expect of each pair: its probability times its typical quantity. */
export function expectedItems(
  { probability, quantity }: Pick<Forecast, "probability" | "quantity">,
): Float64Array {
  return probability.map((p, row) => p * quantity[row]!);
}

/**
 * The pairs above the threshold, highest probability first, ties by id. A product that never sold is
 * not recommended at any threshold.
 */
export function listedRows(
  { probability, launch }: Pick<Forecast, "probability" | "launch">,
  decisionThreshold: number,
): number[] {
  const listed: number[] = [];
  const least = Math.max(decisionThreshold, launch);
  probability.forEach((p, row) => p > least && listed.push(row));
  // rows are sorted by ids, and the sort is stable
  return listed.sort((a, b) => probability[b]! - probability[a]!);
}

/** `predicciones.csv`: one line per listed pair, probabilities to six significant digits. */
export function predictionsCsv(
  forecast: Forecast,
  decisionThreshold: number,
): { csv: string; rows: number } {
  const { week, customer, product, probability } = forecast;
  const chosen = listedRows(forecast, decisionThreshold);
  const name = weekName(week);
  const lines = chosen.map((row) =>
    `${pairFields(customer[row]!, product[row]!)},${name},${
      Number(probability[row]!.toPrecision(6))
    }\n`
  );
  return {
    csv: "customer_id,product_id,week,probability\n" + lines.join(""),
    rows: chosen.length,
  };
}

/** The first two fields of a pair's line in `predicciones.csv`. */
export function pairFields(customer: Id, product: Id): string {
  return `${csvField(String(customer))},${csvField(String(product))}`;
}
