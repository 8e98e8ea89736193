import type { RunRecord } from "../dag/runs/run_record.ts";
import { factsOf } from "../stages/task_facts.ts";
import { type Measure, numbersOf } from "./numbers_of.ts";

/**
 * What to read first about a run: average precision, precision and recall of its model on the test
 * weeks, and what it forecasts. MLflow sorts charts by the name of their group, and `_key` precedes
 * every letter.
 *
 * @param results `training_results.json` of the model that forecasts; null if there is none.
 * @returns measures with the task whose end is their time.
 */
export function keyFigures(
  run: RunRecord,
  results: Record<string, unknown> | null,
): (Measure & { task: string })[] {
  const { average_precision, precision, recall } = (results?.["test"] ?? {}) as Record<
    string,
    unknown
  >;
  const { expected_purchases, predictions: listed_pairs } = factsOf(run, "predict");
  const skipped = run.tasks.find(({ id }) => id === "skip_training")?.state === "success";
  return [
    ...of(skipped ? "skip_training" : "train_model", { average_precision, precision, recall }),
    ...of("predict", { expected_purchases, listed_pairs }),
  ];
}

function of(task: string, figures: Record<string, unknown>) {
  return numbersOf(figures, "_key").map((measure) => ({ ...measure, task }));
}
