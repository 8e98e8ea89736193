import type { ListedRun } from "../../dag/runs/runs.ts";
import { factsOf } from "../../stages/task_facts.ts";
import { runDurationMs } from "./run_duration.ts";
import { shownState } from "./shown_state.ts";

/**
 * A run as `deno task runs --json` prints it, for machines. Names of fields stay; unknown values are
 * `null`.
 */
export interface RunStatus {
  run_id: string;
  /** The predicted week, such as `2024-W48`. */
  week: string | null;
  /** State of the run; `killed` if it is `running` without a process, or `unreadable`. */
  state: string;
  /** Whether its process is alive. */
  alive: boolean;
  /** Whether it is the latest: its forecast is in use. */
  latest: boolean;
  /** ISO 8601, UTC. */
  started: string | null;
  ended: string | null;
  /** Sum of its tasks: a resumed run contains a pause. */
  duration_seconds: number | null;
  /** `null` also where drift could not be judged, as in a first run. */
  drift_detected: boolean | null;
  /** The task after the drift check: `train_model` or `skip_training`. */
  decision: string | null;
  /** On the test weeks, of a run that trained a model. */
  average_precision: number | null;
  /** Why it was held; empty if it was not. */
  held: string[];
  /** Why it was not published although it was not held. */
  unpublished: string | null;
  /** When it was published by hand. */
  promoted: string | null;
  /** Warnings by rank. */
  warnings: { unusual: string[]; ordinary: string[] };
  /** Messages of its failed tasks, or why `run.json` cannot be read. */
  errors: string[];
}

/**
 * The status of a run.
 *
 * @param latest id of the latest run.
 * @param now milliseconds since 1970.
 */
export function runStatus(
  listed: ListedRun,
  { latest, now = Date.now() }: { latest: string | undefined; now?: number },
): RunStatus {
  const { runId: run_id, run, alive, problem } = listed;
  const { drift_detected, drift_judged, decision } = run ? factsOf(run, "drift_check") : {};
  const warnings = run?.warnings ?? [];
  const ranked = (rank: "unusual" | undefined) =>
    warnings.filter((warning) => warning.rank === rank)
      .map(({ task, text }) => rank ? text : `${task}: ${text}`);
  return {
    run_id,
    week: run?.predicted_week ?? null,
    state: shownState(listed),
    alive,
    latest: run_id === latest,
    started: run?.started ?? null,
    ended: run?.ended ?? null,
    duration_seconds: run ? runDurationMs(run, { alive, now }) / 1000 : null,
    drift_detected: drift_judged === false ? null : drift_detected ?? null,
    decision: decision ?? null,
    average_precision: (run && factsOf(run, "train_model").test_average_precision) ?? null,
    held: run?.held ?? [],
    unpublished: run?.unpublished ?? null,
    promoted: run?.promoted ?? null,
    warnings: { unusual: ranked("unusual"), ordinary: ranked(undefined) },
    errors: run
      ? run.tasks.flatMap(({ id, message }) => message === undefined ? [] : [`${id}: ${message}`])
      : [problem!],
  };
}

/** State of the newest run that has ended and was not skipped; `null` if there is none. */
export function newestOutcome(runs: readonly RunStatus[]): string | null {
  return runs.find(({ state }) => state !== "running" && state !== "skipped")?.state ?? null;
}
