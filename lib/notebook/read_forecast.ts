import type { TrainingResults } from "../stages/training/training_results.ts";
import { readParquet, tableFromFrame } from "../table/parquet.ts";
import type { NotebookRun } from "./notebook_run.ts";

/** The forecast of a run: one row per pair of the catalogue. */
export interface Forecast {
  /** Customer id of each row. */
  customer: ArrayLike<number>;
  /** Product id of each row. */
  product: ArrayLike<number>;
  /** Probability of each row. */
  probability: Float64Array;
  /** Expected purchases: the sum of the probabilities. */
  expected: number;
  /** A pair with a higher probability is listed. */
  threshold: number;
  /** Rows of the listed pairs, best first. */
  listed: number[];
  /** Expected purchases among the listed pairs. */
  expectedListed: number;
  /** Quality of the model on the test weeks. */
  test: TrainingResults["test"];
}

/** Reads the forecast of a run. */
export async function readForecast(run: NotebookRun): Promise<Forecast> {
  const { frame } = await readParquet(run.path("scores.parquet"));
  const { columns } = tableFromFrame(frame.select("customer_id", "product_id", "probability"));
  const numbers = (name: string) => {
    const column = columns.find((other) => other.name === name);
    return column?.kind === "numeric" ? column.values : new Float64Array();
  };
  const { test } = await run.json<TrainingResults>("models/training_results.json");
  const threshold = run.facts("predict").decision_threshold!;
  const probability = Float64Array.from(numbers("probability"));
  const listed: number[] = [];
  probability.forEach((p, row) => p > threshold && listed.push(row));
  listed.sort((a, b) => probability[b]! - probability[a]!);
  return {
    customer: numbers("customer_id"),
    product: numbers("product_id"),
    probability,
    expected: probability.reduce((sum, p) => sum + p, 0),
    threshold,
    listed,
    expectedListed: listed.reduce((sum, row) => sum + probability[row]!, 0),
    test,
  };
}
