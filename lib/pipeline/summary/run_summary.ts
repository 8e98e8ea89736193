import { clock } from "../../dag/clock.ts";
import type { RunRecord } from "../../dag/runs/run_record.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import { factsOf } from "../../stages/task_facts.ts";

/** A summary of a run for a table. Unknown values are empty. */
export interface RunSummary {
  run: string;
  /** State of the run; `killed` if it is `running` without a process, or `unreadable`. */
  state: string;
  duration: string;
  drift: string;
  average_precision: string;
  /** Why it is held, was skipped, failed or not published, or what is unusual; its first line. */
  note: string;
}

/**
 * Summarizes a run: `facts.drift_detected`, where it was judged, and `facts.decision` of `drift_check`,
 * `facts.test_average_precision` of `train_model`. The duration is the sum of its tasks, because a
 * resumed run contains a pause.
 *
 * @param now milliseconds since 1970.
 */
export function runSummary(listed: ListedRun, { now = Date.now() } = {}): RunSummary {
  const { runId, run, alive } = listed;
  const state = shownState(listed);
  if (!run) return { run: runId, state, duration: "", drift: "", average_precision: "", note: "" };
  const { drift_detected, drift_judged, decision } = factsOf(run, "drift_check");
  const precision = factsOf(run, "train_model").test_average_precision;
  const durationMs = runDurationMs(run, { alive, now });
  // nothing is said where nothing was judged, as in a first run; older runs do not tell
  const found = drift_detected ? "drift" : "no drift";
  const drift = drift_detected === undefined || drift_judged === false ? "" : found;
  return {
    run: runId,
    state,
    duration: durationMs > 0 ? clock(durationMs) : "",
    drift: [drift, decision].filter(Boolean).join(" → "),
    average_precision: typeof precision === "number" ? precision.toFixed(3) : "",
    note: note(run),
  };
}

/** State of a run; `killed` if it is `running` without a process, or `unreadable`. */
export function shownState({ run, alive }: ListedRun): string {
  if (!run) return "unreadable";
  return run.state === "running" && !alive ? "killed" : run.state;
}

/** The sum of the tasks of a run, with the task in progress up to now. */
export function runDurationMs(
  { tasks }: RunRecord,
  { alive, now }: { alive: boolean; now: number },
): number {
  return tasks.reduce((sum, { state, started, duration_ms }) => {
    const elapsed = alive && state === "running" ? now - Date.parse(started!) : 0;
    return sum + (duration_ms ?? elapsed);
  }, 0);
}

function note({ state, tasks, held, unpublished, promoted, closed, warnings }: RunRecord): string {
  const [first] = tasks, failed = tasks.find((task) => task.state === "failed");
  const reason = state === "skipped" ? first?.reason : state === "failed" ? failed?.message : "";
  const unusual = warnings.find(({ rank }) => rank === "unusual")?.text;
  const text = (closed && `closed: ${closed}`) ?? held?.[0] ?? unpublished ??
    (reason || undefined)?.split("\n")[0] ?? (unusual && `unusual: ${unusual}`) ?? "";
  return promoted === undefined
    ? text
    : [`promoted at ${promoted}`, text].filter(Boolean).join("; ");
}
