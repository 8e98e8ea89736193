import { PRESETS } from "../config/presets/presets.ts";
import pl from "nodejs-polars";
import type { PresetName } from "../config/presets/preset.ts";
import { launchProbability, newCustomerProbability } from "../model/cold_start.ts";
import type { FeatureSource } from "../features/feature_source.ts";
import { fullCatalogue, type Pairs } from "../features/pairs/known_universe.ts";
import { pairIds } from "../features/pairs/labelled_pairs.ts";
import type { SalesData } from "../table/sales_data.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { weekName } from "../table/week.ts";
import { type Model, predictProbability } from "../model/model.ts";

/** Pairs scored at a time: their features take 0.2 GB. */
const BLOCK = 400_000;

/** The probability that each customer buys each product of the catalogue in a week. */
export interface Forecast {
  /** Week index. */
  week: number;
  /** Ids; sorted by customer, then product. */
  customer: Float64Array;
  product: Float64Array;
  probability: Float64Array;
  /** What products that never sold have, below every scored pair; 0 where the model scored them. */
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
 * The model scores the customers and products that have traded. A customer who never bought gets
 * what new customers buy. A product that never sold has none of the features that tell products
 * apart: all its pairs get one small probability, how often such pairs were bought lately, and stay
 * below every other. The original preset scores everything by its model, as the original did.
 *
 * @param options.launches products that never sold are scored by the model too, for the customers who
 *   have traded: their attribute group tells who buys their like.
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
  for (let begin = 0; begin < rows.length; begin += BLOCK) {
    const block = rows.subarray(begin, begin + BLOCK);
    const asked: Pairs = {
      customer: block.map((row) => pairs.customer[row]!),
      product: block.map((row) => pairs.product[row]!),
    };
    const scores = await predictProbability(model, features(week, asked), { workers });
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
    launch: launches ? 0 : launch,
  };
}

/**
 * Rows of the catalogue that the model scores: customers and products that have traded, with
 * `launches` all products, under the original preset every row.
 */
export function rowsToScore(
  { customers, products, lines }: SalesData,
  pairs: Pairs,
  preset: PresetName,
  { launches }: { launches: boolean },
): Int32Array {
  const all = Int32Array.from(pairs.customer.keys());
  if (PRESETS[preset].scores === "everything") return all;
  const bought = new Uint8Array(customers.ids.length);
  const sold = new Uint8Array(products.ids.length).fill(launches ? 1 : 0);
  for (const customer of lines.customer) bought[customer] = 1;
  for (const product of lines.product) sold[product] = 1;
  return all.filter((row) => bought[pairs.customer[row]!] && sold[pairs.product[row]!]);
}

/**
 * Fills in what the model does not score: new customers by what new customers buy; products never
 * sold below everything else.
 *
 * @param scored the rows whose probability is there; all others are written.
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

/** `scores.parquet`: every combination with its probability. */
export function scoresFrame({ week, customer, product, probability }: Forecast): pl.DataFrame {
  const id = (name: string, values: Float64Array) =>
    pl.Series(name, values as unknown as number[]).cast(pl.Int64);
  return pl.DataFrame([
    id("customer_id", customer),
    id("product_id", product),
    pl.Series("probability", probability as unknown as number[]),
  ]).withColumn(pl.lit(weekName(week)).alias("week"))
    .select("customer_id", "product_id", "week", "probability");
}

/**
 * `predicciones.csv`: the pairs above the threshold, best first, ties by id. A product that never
 * sold is not recommended, however low the threshold.
 */
export function predictionsCsv(
  { week, customer, product, probability, launch }: Forecast,
  decisionThreshold: number,
): { csv: string; rows: number } {
  const chosen: number[] = [];
  const least = Math.max(decisionThreshold, launch);
  probability.forEach((p, row) => p > least && chosen.push(row));
  // rows are sorted by ids, and the sort is stable
  chosen.sort((a, b) => probability[b]! - probability[a]!);
  const name = weekName(week);
  const lines = chosen.map((row) =>
    `${customer[row]},${product[row]},${name},${probability[row]}\n`
  );
  return {
    csv: "customer_id,product_id,week,probability\n" + lines.join(""),
    rows: chosen.length,
  };
}
