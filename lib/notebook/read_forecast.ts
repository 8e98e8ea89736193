import type { CalibrationBin } from "../metrics/calibration_error.ts";
import type { TrainingResults } from "../stages/training/training_results.ts";
import { idsOf } from "../table/id_column.ts";
import type { Ids } from "../table/ids.ts";
import { openParquet } from "../table/parquet.ts";
import type { NotebookRun } from "./notebook_run.ts";

/** The forecast of a run: one row per pair of the catalogue. */
export interface Forecast {
  /** Customer id of each row. */
  customer: Ids;
  /** Product id of each row. */
  product: Ids;
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
  const scores = await openParquet(run.path("scores.parquet"));
  const frame = scores.read(["customer_id", "product_id", "probability"]);
  const { test, curves, train } = await run.json<TrainingResults>("models/training_results.json");
  const facts = run.facts("predict"), threshold = facts.decision_threshold!;
  const probability = frame.getColumn("probability").toTypedArray() as Float64Array;
  const expected = probability.reduce((sum, p) => sum + p, 0);
  const listed: number[] = [];
  probability.forEach((p, row) => p > threshold && listed.push(row));
  listed.sort((a, b) => probability[b]! - probability[a]!);
  return {
    customer: idsOf(frame, "customer_id"),
    product: idsOf(frame, "product_id"),
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
