import { join } from "node:path";
import type { TaskState } from "../task.ts";
import { type Output, replaceFile } from "./publish.ts";

/** Numbers and words a task tells about its work: row counts, a decision, an average precision. */
export type Facts = Record<string, unknown>;

/** What `run.json` tells about a task. Instants are ISO 8601 in UTC. */
export interface TaskRecord {
  /** The name of the task. */
  id: string;
  /** How far it is, or how it ended. */
  state: TaskState;
  /** When it began. */
  started: string | null;
  /** When it ended. */
  ended: string | null;
  /** How long it took, in milliseconds. */
  duration_ms: number | null;
  /** Why it was skipped, or not run after a failure. */
  reason?: string;
  /** The follower that a branching task chose. */
  branch?: string;
  /** What it reports of its work. */
  facts: Facts;
  /** The files that it left. */
  outputs: Output[];
  /** What went wrong, of a failed task. */
  message?: string;
}

/** What the caller knows of a run before it starts; a resumed run must have the same. */
export interface RunHeader {
  /** ISO name, such as `2024-W48`; `unread` where the inputs could not be read. */
  predicted_week: string;
  /** Values of the parameters by name. */
  parameters: Record<string, unknown>;
  /** Fingerprints of the input files by name. */
  inputs: Record<string, unknown>;
  /** The run whose model was in use when this one began. */
  model_in_use: string | null;
  /** Versions of this program and of what decides its results, by name. */
  versions: Record<string, unknown>;
  /** The seed of all random choices. */
  seed: number;
}

/** How far a run is, or how it ended. */
export type RunState = "running" | "success" | "failed" | "skipped";

/** The contents of `run.json`. */
export interface RunRecord extends RunHeader {
  /** Predicted week and start, such as `2024-W48_20241125T090000Z`. */
  run_id: string;
  /** The name of the DAG. */
  dag: string;
  /** How far it is, or how it ended. */
  state: RunState;
  /** When it began. */
  started: string;
  /** When it ended. */
  ended: string | null;
  /** Its tasks, in the order of the DAG. */
  tasks: TaskRecord[];
  /** What a person should know, by the task that says it. */
  warnings: { task: string; text: string }[];
}

/** Writes `run.json` in one step, so that a reader, or a kill, finds the old one or the new one. */
export function writeRunRecord(folder: string, run: RunRecord): void {
  replaceFile(join(folder, "run.json"), JSON.stringify(run, null, 2) + "\n");
}

/**
 * Reads `run.json` of a run folder.
 *
 * @throws Error where it is missing, not JSON, or not the record of a run.
 */
export function readRunRecord(folder: string): RunRecord {
  const run = JSON.parse(Deno.readTextFileSync(join(folder, "run.json")));
  const complete = typeof run?.run_id === "string" && typeof run.started === "string" &&
    ["running", "success", "failed", "skipped"].includes(run.state) &&
    Array.isArray(run.tasks) && Array.isArray(run.warnings) &&
    run.tasks.every((task: TaskRecord) =>
      typeof task?.id === "string" && Array.isArray(task.outputs) && typeof task.facts === "object"
    );
  if (!complete) throw new Error("run.json is not the record of a run");
  return withModelInUse(run);
}

/** Runs before 0.2.0 named the model in use among the input files. */
function withModelInUse(run: RunRecord): RunRecord {
  const { "model in use": before, ...inputs } = run.inputs;
  if (before === undefined) return run;
  return { ...run, inputs, model_in_use: before === "none" ? null : before as string };
}

/** A task that has not run yet. */
export function scheduledTask(id: string): TaskRecord {
  return {
    id,
    state: "scheduled",
    started: null,
    ended: null,
    duration_ms: null,
    facts: {},
    outputs: [],
  };
}
