import { join } from "node:path";
import { z } from "zod";
import type { TaskState } from "../task.ts";
import type { Retry } from "../tries/retry.ts";
import { usedMessages } from "../said.ts";
import { isOutputName, type Output, replaceFile } from "./publish.ts";
import { visibleText } from "../terminal/visible_text.ts";

/** What a task reports about its work: row counts, a decision, an average precision. */
export type Facts = Record<string, unknown>;

/** The entry of a task in `run.json`. Times are ISO 8601 in UTC. */
export interface TaskRecord {
  /** Name of the task. */
  id: string;
  /** Its progress or outcome. */
  state: TaskState;
  /** Start time. */
  started: string | null;
  /** End time. */
  ended: string | null;
  /** Duration in milliseconds. */
  duration_ms: number | null;
  /** Why it was skipped, or did not run after a failure. */
  reason?: string;
  /** The follower that a branching task chose. */
  branch?: string;
  /** What it reports about its work. */
  facts: Facts;
  /** The files it published. */
  outputs: Output[];
  /** Error message of a failed task, or why it was stopped. */
  message?: string;
  /** Tries so far; absent before the first one, and in runs before 0.3.0. */
  tries?: number;
  /** The tries before the last one: their errors were transient. */
  retried?: Retry[];
}

/** What is known before a run starts; it must be the same when the run is resumed. */
export interface RunHeader {
  /** ISO week, such as `2024-W48`; `unread` if the inputs could not be read. */
  predicted_week: string;
  /** Parameter values by name. */
  parameters: Record<string, unknown>;
  /** Fingerprints of the input files by name. */
  inputs: Record<string, unknown>;
  /** The run whose model was in use when this one started. */
  model_in_use: string | null;
  /** Versions of this program and of the libraries that affect results, by name. */
  versions: Record<string, unknown>;
  /** The seed of all random choices. */
  seed: number;
  /** SHA-256 of the program's code; absent before 0.3.0. A resumed run may have other code. */
  code?: string;
  /** Only of a run of the demo, whose data are simulated. */
  simulated?: true;
}

/** Progress or outcome of a run. */
export type RunState = "running" | "success" | "held" | "failed" | "stopped" | "skipped";

/** The states of a run, for checks. */
const STATES: readonly RunState[] = [
  "running",
  "success",
  "held",
  "failed",
  "stopped",
  "skipped",
];

/** A warning of a run. */
export interface RunWarning {
  /** The task that reported it. */
  task: string;
  /** What was noticed. */
  text: string;
  /** Input or results look wrong: it is shown before every other warning. */
  rank?: "unusual";
}

/** The contents of `run.json`. */
export interface RunRecord extends RunHeader {
  /** Predicted week and start, such as `2024-W48_20241125T090000Z`. */
  run_id: string;
  /** The name of the DAG. */
  dag: string;
  /** Its progress or outcome. */
  state: RunState;
  /** The scheduled time of a run of a schedule: ISO 8601, UTC. */
  due?: string;
  /** Start time. */
  started: string;
  /** End time. */
  ended: string | null;
  /** Its tasks, in the order of the DAG. */
  tasks: TaskRecord[];
  /** Warnings, the unusual ones first. */
  warnings: RunWarning[];
  /** The checks before publishing that failed; only of a held run. */
  held?: string[];
  /** Why it was not published although its tasks succeeded, such as a back-run. */
  unpublished?: string;
  /** When it was published by hand: ISO 8601, UTC. */
  promoted?: string;
  /** 1, and one more each time it is resumed after a failure or a kill; absent before 0.3.0. */
  attempt?: number;
  /** Why this unfinished run cannot be resumed any more. */
  closed?: string;
  /** Warnings and reasons as data, by their English text: see said.ts. */
  messages?: Record<string, unknown>;
  /** No process works on it, and it is in progress: its next stage is a command of its own. */
  between_stages?: true;
}

/** Adds a warning; an unusual one goes before the others. */
export function addWarning({ warnings }: Pick<RunRecord, "warnings">, warning: RunWarning): void {
  const others = warnings.findIndex(({ rank }) => rank === undefined);
  const at = warning.rank === undefined || others < 0 ? warnings.length : others;
  warnings.splice(at, 0, warning);
}

/** Whether a run was held or not published, and nobody has promoted it. */
export function isWithheld({ held, unpublished, promoted }: RunRecord): boolean {
  return promoted === undefined && (held !== undefined || unpublished !== undefined);
}

/** Whether a run has ever been the latest: it succeeded and was not withheld, or was promoted. */
export function wasPublished(run: RunRecord): boolean {
  return run.promoted !== undefined || run.state === "success" && !isWithheld(run);
}

const NAMED = z.record(z.string(), z.unknown());
const INSTANT = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "expected a time");

/** The fields that other code reads; a file may have more. */
const RECORD = z.object({
  run_id: z.string(),
  state: z.enum(STATES),
  started: INSTANT,
  ended: INSTANT.nullable(),
  predicted_week: z.string(),
  parameters: NAMED,
  inputs: NAMED,
  // version 0.1.0 lists it among the inputs
  model_in_use: z.string().nullish(),
  versions: NAMED,
  seed: z.number(),
  code: z.string().optional(),
  simulated: z.literal(true).optional(),
  due: INSTANT.optional(),
  attempt: z.number().optional(),
  closed: z.string().optional(),
  between_stages: z.literal(true).optional(),
  tasks: z.array(z.object({
    id: z.string(),
    state: z.string(),
    started: INSTANT.nullish(),
    ended: INSTANT.nullish(),
    duration_ms: z.number().nullish(),
    reason: z.string().optional(),
    branch: z.string().optional(),
    message: z.string().optional(),
    facts: NAMED,
    outputs: z.array(z.object({
      name: z.string().refine(isOutputName, "expected a name in the folder of the run"),
      bytes: z.number(),
      sha256: z.string(),
    })),
  })),
  warnings: z.array(z.object({
    task: z.string(),
    text: z.string(),
    rank: z.literal("unusual").optional(),
  })),
  held: z.array(z.string()).optional(),
  unpublished: z.string().optional(),
  promoted: INSTANT.optional(),
}).refine(({ state, held }) => state !== "held" || held !== undefined, "held: expected reasons");

/** Writes `run.json` in one step: readers find the old or the new version, even after a kill. */
export function writeRunRecord(folder: string, run: RunRecord): void {
  replaceFile(join(folder, "run.json"), runRecordText(run));
}

/** The text of `run.json`. */
export function runRecordText(run: RunRecord): string {
  const { messages: _, ...rest } = run;
  return visibleText(JSON.stringify({ ...rest, ...usedMessages(run) }, null, 2)) + "\n";
}

/**
 * Reads `run.json` of a run folder.
 *
 * @throws Error if it is missing, not JSON, or not a run record.
 */
export function readRunRecord(folder: string): RunRecord {
  const run = parsed(Deno.readTextFileSync(join(folder, "run.json")));
  const [fault] = RECORD.safeParse(run).error?.issues ?? [];
  if (fault === undefined) return withModelInUse(run);
  const place = fault.path.map(String).join(".");
  throw new Error(
    `run.json is not a run record: ${[place, fault.message].filter(Boolean).join(": ")}`,
  );
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`run.json is not JSON: ${(error as Error).message}`);
  }
}

/** Before 0.2.0, the model in use was listed among the input files. */
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
