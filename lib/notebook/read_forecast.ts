import pl from "nodejs-polars";
import type { TrainingResults } from "../stages/training/training_results.ts";
import { readParquet } from "../table/parquet.ts";
import type { NotebookRun } from "./notebook_run.ts";

/** The forecast of a run. */
export interface Forecast {
  /** Every pair of the catalogue: `customer_id`, `product_id`, `probability`. */
  scores: pl.DataFrame;
  probability: Float64Array;
  /** Purchases to expect: the sum of the probabilities. */
  expected: number;
  threshold: number;
  /** The pairs above the threshold, best first, and the purchases to expect among them. */
  listed: pl.DataFrame;
  expectedListed: number;
  /** How good the model was on the test weeks. */
  test: TrainingResults["test"];
}

/** Reads the forecast that a run left. */
export async function readForecast(run: NotebookRun): Promise<Forecast> {
  const { frame: scores } = await readParquet(run.path("scores.parquet"));
  const { test } = await run.json<TrainingResults>("models/training_results.json");
  const threshold = run.facts("predict").decision_threshold!;
  const listed = scores.filter(pl.col("probability").gt(threshold)).sort("probability", true);
  const probability = scores.getColumn("probability").toTypedArray() as Float64Array;
  return {
    scores,
    probability,
    expected: probability.reduce((sum, p) => sum + p, 0),
    threshold,
    listed,
    expectedListed: listed.getColumn("probability").sum(),
    test,
  };
}
