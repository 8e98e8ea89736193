import { clock } from "../dag/clock.ts";
import type { ListedRun } from "../dag/runs/runs.ts";
import { factsOf } from "../stages/task_facts.ts";

/** A run in a few words, for a table. What it does not tell (yet) is empty. */
export interface RunSummary {
  run: string;
  /** `killed` for one that says it is running while its process is gone; `unreadable`. */
  state: string;
  duration: string;
  drift: string;
  average_precision: string;
}

/**
 * Sums up a run: `facts.drift_detected` and `facts.decision` of `drift_check`,
 * `facts.test_average_precision` of `train_model`. The duration is that of its tasks together,
 * because a resumed run has a pause in it.
 *
 * @param now milliseconds since 1970.
 */
export function runSummary(
  { runId, run, alive }: ListedRun,
  { now = Date.now() } = {},
): RunSummary {
  if (!run) {
    return { run: runId, state: "unreadable", duration: "", drift: "", average_precision: "" };
  }
  const { drift_detected, decision } = factsOf(run, "drift_check");
  const precision = factsOf(run, "train_model").test_average_precision;
  const durationMs = run.tasks.reduce((sum, { state, started, duration_ms }) => {
    const going = alive && state === "running" ? now - Date.parse(started!) : 0;
    return sum + (duration_ms ?? going);
  }, 0);
  const drift = typeof drift_detected === "boolean" ? (drift_detected ? "drift" : "no drift") : "";
  return {
    run: runId,
    state: run.state === "running" && !alive ? "killed" : run.state,
    duration: durationMs > 0 ? clock(durationMs) : "",
    drift: [drift, decision].filter(Boolean).join(" → "),
    average_precision: typeof precision === "number" ? precision.toFixed(3) : "",
  };
}
