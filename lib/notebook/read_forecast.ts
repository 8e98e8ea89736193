import type { CalibrationBin } from "../metrics/calibration_error.ts";
import type { TrainingResults } from "../stages/training/training_results.ts";
import type { Ids } from "../table/ids.ts";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";
import { releaseMemory } from "../table/release_memory.ts";
import type { NotebookRun } from "./notebook_run.ts";

/**
 * The forecast of a run: one row per pair of the catalogue, by customer, then product. That of
 * customer `c` and product `p` is row `c * products.length + p`.
 */
export interface Forecast {
  /** Ids of the catalogue. */
  customers: Ids;
  /** See `customers`. */
  products: Ids;
  /** Probability of each row. */
  probability: Float64Array;
  /** Expected purchases: the sum of the probabilities. */
  expected: number;
  /** The same with the ends of its 80% interval, if it has one. */
  purchases: { expected: number; low?: number | undefined; high?: number | undefined };
  /** A pair with a higher probability is listed. */
  threshold: number;
  /** Rows of the listed pairs, best first. */
  listed: number[];
  /** Expected purchases among the listed pairs. */
  expectedListed: number;
  /** Quality of the model on the test weeks. */
  test: TrainingResults["test"];
  /** Pairs of the test weeks by probability; empty in results of older versions. */
  calibration: CalibrationBin[];
  /** ISO names of the weeks whose rows the judged model learned from. */
  learned: string[];
}

/** Reads the forecast of a run. */
export async function readForecast(run: NotebookRun): Promise<Forecast> {
  const { customers: { ids: customers }, products: { ids: products } } = run.sales;
  await releaseMemory();
  const scores = await scanParquet(run.path("scores.parquet")).select("probability").collect();
  const { test, curves, train } = await run.json<TrainingResults>("models/training_results.json");
  const facts = run.facts("predict"), threshold = facts.decision_threshold!;
  const probability = scores.getColumn("probability").toTypedArray() as Float64Array;
  if (probability.length !== customers.length * products.length) {
    throw new Error(`scores.parquet has ${probability.length} rows, not one per pair`);
  }
  const expected = probability.reduce((sum, p) => sum + p, 0);
  const listed: number[] = [];
  probability.forEach((p, row) => p > threshold && listed.push(row));
  listed.sort((a, b) => probability[b]! - probability[a]!);
  return {
    customers,
    products,
    probability,
    expected,
    purchases: { expected, low: facts.purchases_low, high: facts.purchases_high },
    threshold,
    listed,
    expectedListed: listed.reduce((sum, row) => sum + probability[row]!, 0),
    test,
    calibration: curves?.calibration ?? [],
    learned: train.weeks,
  };
}
