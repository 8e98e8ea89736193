import { PRESETS } from "../config/presets/presets.ts";
import pl from "nodejs-polars";
import { typicalQuantity } from "../quantity/typical_quantity.ts";
import { BLOCK_PAIRS } from "../features/pairs/labelled_pairs.ts";
import { csvField } from "../table/csv.ts";
import { idSeries } from "../table/id_column.ts";
import { type Id, type Ids, idsAt } from "../table/ids.ts";
import { releaseMemory } from "../table/release_memory.ts";
import { weekName } from "../table/time/week.ts";
import { type PredictInput, scoreBlocks, type ScoreOptions } from "./score_blocks.ts";
import { scoredPart, scoreTheRest } from "./scored_part.ts";

/**
 * The probability of each customer × product pair of the catalogue in a week. Pairs are by customer,
 * then product: that of customer `c` and product `p` is `c * products.length + p`.
 */
export interface Forecast {
  /** Week index. */
  week: number;
  /** Ids of the catalogue. */
  customers: Ids;
  /** See `customers`. */
  products: Ids;
  /** By pair. */
  probability: Float64Array;
  /** Units to expect if the pair is bought; see typical_quantity.ts. */
  quantity: Float64Array;
  /**
   * Probability of products that never sold, below every scored pair; 0 if the model scores them.
   */
  launch: number;
}

/**
 * Scores the full catalogue for the predicted week.
 *
 * The model scores the customers and products with order lines. A customer who never bought gets
 * the purchase rates of new customers. A product that never sold has no features that distinguish
 * it: all its pairs get the recent purchase rate of such pairs, a small probability below every
 * other. Under the original preset the model scores all pairs, as the original did.
 *
 * @param options.found the probabilities of a block by its name, if they are known.
 */
export async function predict(
  { sales, model, features }: PredictInput,
  { found = () => undefined, onProgress = () => {}, ...options }: ScoreOptions & {
    found?: (name: string) => Float64Array | undefined;
    onProgress?: (fraction: number, text: string) => void;
  } = {},
): Promise<Forecast> {
  const { predictedWeek: week, customers, products } = sales, width = products.ids.length;
  const probability = new Float64Array(customers.ids.length * width);
  const { launches = false } = options;
  const part = scoredPart(sales, model.facts.preset, { launches });
  const pairs = part.customers.length * part.products.length;
  let done = 0;
  for (const { name, cross, make } of scoreBlocks({ sales, model, features }, options)) {
    const scores = found(name) ?? await make();
    let i = 0;
    for (const customer of cross.customers) {
      for (const product of cross.products) probability[customer * width + product] = scores[i++]!;
    }
    await releaseMemory();
    done += scores.length;
    onProgress(done / pairs, `${done} pairs`);
  }
  const launch = PRESETS[model.facts.preset].scores === "everything"
    ? 0
    : scoreTheRest(sales, part, probability);
  return {
    week,
    customers: customers.ids,
    products: products.ids,
    probability,
    quantity: typicalQuantity(sales),
    launch: launches ? 0 : launch,
  };
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

/**
 * `scores.parquet`: every pair with its probability and the units to expect of it, in frames of whole
 * customers with at most `most` pairs, or of one customer.
 */
export function* scoresFrames(
  forecast: Forecast,
  most = BLOCK_PAIRS,
): Generator<pl.DataFrame> {
  const { week, customers, products, probability, quantity } = forecast;
  const width = products.length, step = Math.max(1, Math.floor(most / width)) * width;
  for (let begin = 0; begin < probability.length; begin += step) {
    const rows = Int32Array.from(probability.subarray(begin, begin + step), (_, i) => begin + i);
    const items = Float64Array.from(rows, (row) => probability[row]! * quantity[row]!);
    yield pl.DataFrame([
      idSeries("customer_id", idsAt(customers, rows.map((row) => Math.floor(row / width)))),
      idSeries("product_id", idsAt(products, rows.map((row) => row % width))),
      pl.Series("probability", probability.slice(begin, begin + step) as unknown as number[]),
      pl.Series("expected_items", items as unknown as number[]),
    ]).withColumn(pl.lit(weekName(week)).alias("week"))
      .select("customer_id", "product_id", "week", "probability", "expected_items");
  }
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
  const { week, customers, products, probability } = forecast, width = products.length;
  const chosen = listedRows(forecast, decisionThreshold);
  const name = weekName(week);
  const lines = chosen.map((row) =>
    `${pairFields(customers[Math.floor(row / width)]!, products[row % width]!)},${name},${
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
