import pl from "nodejs-polars";
import type { FeatureSource } from "../features/feature_source.ts";
import { fullCatalogue, knownUniverse, type Pairs } from "../features/known_universe.ts";
import { weeklyPurchases } from "../features/weekly_purchases.ts";
import type { SalesData } from "../table/sales_data.ts";
import { weekName } from "../table/week.ts";
import { type Model, predictProbability } from "../tuning/model.ts";

/** Pairs scored at a time: their features take 0.2 GB. */
const BLOCK = 400_000;

/** Weeks looked back on to see how often a launch is bought at once. */
const LAUNCH_WEEKS = 12;

/** The probability that each customer buys each product of the catalogue in a week. */
export interface Forecast {
  /** Week index. */
  week: number;
  /** Ids; sorted by customer, then product. */
  customer: Float64Array;
  product: Float64Array;
  probability: Float64Array;
}

export interface PredictInput {
  sales: SalesData;
  model: Model;
  features: FeatureSource;
}

/**
 * Scores the full catalogue for the predicted week.
 *
 * The model scores every pair whose product has sold, also for customers without history. A product
 * that never sold has none of the features that tell products apart, so all its pairs get one small
 * probability, the share of such pairs that were bought lately, and stay below every scored pair.
 * The original preset scores them like any other pair, as the original did.
 */
export async function predict(
  { sales, model, features }: PredictInput,
  { workers = 1, onProgress = () => {} }: {
    workers?: number;
    onProgress?: (fraction: number, text: string) => void;
  } = {},
): Promise<Forecast> {
  const week = sales.predictedWeek;
  const pairs = fullCatalogue(sales);
  const { length } = pairs.customer;
  const sold = new Uint8Array(sales.products.ids.length);
  if (model.facts.preset === "original") sold.fill(1);
  else for (const product of sales.lines.product) sold[product] = 1;

  const probability = new Float64Array(length);
  const scored: number[] = [];
  let lowest = 1;
  const flush = async () => {
    const block: Pairs = {
      customer: Int32Array.from(scored, (row) => pairs.customer[row]!),
      product: Int32Array.from(scored, (row) => pairs.product[row]!),
    };
    const values = await predictProbability(model, features(week, block), { workers });
    scored.forEach((row, i) => {
      probability[row] = values[i]!;
      lowest = Math.min(lowest, values[i]!);
    });
    onProgress((scored.at(-1)! + 1) / length, `${scored.at(-1)! + 1} of ${length} pairs`);
    scored.length = 0;
  };
  for (let row = 0; row < length; row++) {
    if (sold[pairs.product[row]!]) scored.push(row);
    if (scored.length === BLOCK) await flush();
  }
  if (scored.length > 0) await flush();

  const launch = Math.min(launchRate(sales), lowest / 2);
  for (let row = 0; row < length; row++) {
    if (!sold[pairs.product[row]!]) probability[row] = launch;
  }
  return {
    week,
    customer: Float64Array.from(pairs.customer, (i) => sales.customers.ids[i]!),
    product: Float64Array.from(pairs.product, (i) => sales.products.ids[i]!),
    probability,
  };
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

/** `predicciones.csv`: the pairs above the threshold, best first, ties by id. */
export function predictionsCsv(
  { week, customer, product, probability }: Forecast,
  decisionThreshold: number,
): { csv: string; rows: number } {
  const chosen: number[] = [];
  probability.forEach((p, row) => p > decisionThreshold && chosen.push(row));
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

/** Share of the pairs of never-sold products that were bought in a week, over the last weeks. */
function launchRate(sales: SalesData): number {
  const { firstWeek, predictedWeek } = sales;
  const weekly = weeklyPurchases(sales.lines);
  const catalogue = sales.customers.ids.length * sales.products.ids.length;
  let bought = 0.5, pairs = 1;
  for (let w = Math.max(firstWeek + 1, predictedWeek - LAUNCH_WEEKS); w < predictedWeek; w++) {
    const known = new Set(knownUniverse(sales, w).product);
    for (let row = 0; row < weekly.length; row++) {
      const fresh = weekly.week[row] === w && !known.has(weekly.product[row]!);
      if (fresh && weekly.items[row]! > 0) bought++;
    }
    pairs += catalogue - known.size * sales.customers.ids.length;
  }
  return bought / pairs;
}
