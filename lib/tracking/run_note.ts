import type { RunRecord } from "../dag/runs/run_record.ts";
import { factsOf } from "../stages/task_facts.ts";

interface TestWeeks {
  weeks?: string[];
  average_precision?: number;
}

/**
 * The description of a run in MLflow, as Markdown: trouble first, then average precision and the
 * forecast, because a page shows only the first lines before a click.
 *
 * @param results `training_results.json` of the model that forecasts; null if there is none.
 */
export function runNote(run: RunRecord, results: Record<string, unknown> | null): string {
  const { reason } = factsOf(run, "drift_check");
  const failed = run.tasks.filter(({ state }) => state === "failed");
  return [
    ...(run.simulated ? ["**Simulated data** of `deno task demo`."] : []),
    ...failed.map(({ id, message }) => `**${id} failed**: ${message}`),
    ...(run.held ?? []).map((reason) => `**Held**: ${reason}`),
    ...quality(run, results),
    forecast(run),
    ...(reason ? [reason] : []),
  ].join("\n\n");
}

function quality(run: RunRecord, results: Record<string, unknown> | null): string[] {
  const { weeks = [], average_precision } = (results?.["test"] ?? {}) as TestWeeks;
  if (average_precision === undefined) return [];
  const kept = factsOf(run, "train_model").champion_challenger?.promoted === false ||
    factsOf(run, "skip_training").model_of_run !== undefined;
  const span = [...new Set([weeks[0], weeks.at(-1)])].filter(Boolean).join(" to ");
  return [
    `**Average precision ${average_precision.toFixed(3)}** on the test weeks ${span}` +
    ` (${String(results!["model"]).replaceAll("_", " ")}${kept ? " of an earlier run" : ""}).`,
  ];
}

function forecast(run: RunRecord): string {
  const facts = factsOf(run, "predict");
  const { predictions, pairs, decision_threshold, expected_purchases } = facts;
  const count = (value: number | undefined) => Math.round(value ?? NaN).toLocaleString("en-US");
  if (predictions === undefined) return `Purchases of week **${run.predicted_week}**.`;
  const interval = facts.purchases_low === undefined
    ? ""
    : ` (80%: ${count(facts.purchases_low)} to ${count(facts.purchases_high)})`;
  const expected = expected_purchases === undefined
    ? ""
    : `**${count(expected_purchases)} purchases** expected${interval}; `;
  return `Week **${run.predicted_week}**: ${expected}${count(predictions)} of ${count(pairs)} ` +
    `pairs listed, above ${decision_threshold?.toFixed(3)}.`;
}
