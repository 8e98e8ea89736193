import { factsOf } from "../stages/task_facts.ts";

/** A key result of a run. */
export interface KeyFigure {
  name: string;
  value: string;
  note?: string;
}

/** What was decided, and whether it is done. */
const DECISIONS = {
  train_model: (isDone: boolean) => `a new model ${isDone ? "was" : "is to be"} trained`,
  skip_training: () => "the model in use stays",
};

/**
 * The key results of a run, from the facts of its tasks in `run.json`. Results of tasks that did
 * not run are omitted.
 */
export function keyFigures(
  tasks: { id: string; state: string; facts?: Record<string, unknown> }[],
): KeyFigure[] {
  const predict = factsOf({ tasks }, "predict"), train = factsOf({ tasks }, "train_model");
  const drift = factsOf({ tasks }, "drift_check");
  const figures: KeyFigure[] = [];
  const add = (name: string, value: string | null, note?: string | null) => {
    if (value !== null) figures.push({ name, value, ...(note ? { note } : {}) });
  };

  const threshold = fixed(predict.decision_threshold, 3);
  add(
    "Predicted purchases",
    whole(predict.predictions),
    threshold && `probability above ${threshold}`,
  );
  add(
    "Expected purchases",
    whole(predict.expected_purchases),
    `sum of all probabilities${interval(predict.purchases_low, predict.purchases_high)}`,
  );
  add(
    "Expected units",
    whole(predict.expected_items),
    `probability times typical quantity${interval(predict.items_low, predict.items_high)}`,
  );
  const pairs = whole(predict.pairs);
  add("Pairs scored", pairs, "every customer × product");
  const validation = fixed(train.validation_average_precision, 3);
  add(
    "Average precision",
    fixed(train.test_average_precision, 3),
    `on the test weeks${validation ? `; ${validation} in validation` : ""}`,
  );
  if (typeof drift.drift_detected === "boolean") {
    const reason = drift.reason ? `. ${drift.reason}` : "";
    const isDone = tasks.some(({ id, state }) => id === drift.decision && state === "success");
    const decision = drift.decision && DECISIONS[drift.decision](isDone);
    add("Data drift", drift.drift_detected ? "found" : "none", decision && decision + reason);
  }
  const contest = train.champion_challenger;
  if (contest) add("Model", contest.promoted ? "new" : "as before", contest.reason);
  return figures;
}

function interval(low: unknown, high: unknown): string {
  const [from, to] = [whole(low), whole(high)];
  return from === null || to === null ? "" : `; ${from} to ${to} in 8 weeks of 10`;
}

function whole(value: unknown): string | null {
  return typeof value === "number" ? Math.round(value).toLocaleString("en-US") : null;
}

function fixed(value: unknown, decimals: number): string | null {
  return typeof value === "number" ? value.toFixed(decimals) : null;
}
