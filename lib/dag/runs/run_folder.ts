import { join } from "node:path";
import { removeIfThere } from "./publish.ts";
import { syncFolder } from "./sync_folder.ts";

/** Replaces the week in the id of a run whose inputs could not be read. */
export const UNREAD = "unread";

const RUN_ID = /^(?:\d{4}-W\d{2}|unread)_(\d{8}T\d{6}Z)(?:-(\d+))?$/;

/** A run folder that is being made; the lock of the outputs folder allows one at a time. */
const NEW_RUN = ".unfinished-run";

/**
 * The id of a run: its predicted week and its start, to the second.
 *
 * @example
 * ```ts
 * import { newRunId } from "./run_folder.ts";
 * import assert from "node:assert/strict";
 *
 * const start = new Date("2024-11-25T09:00:00Z");
 * assert.equal(newRunId("2024-W48", start), "2024-W48_20241125T090000Z");
 * ```
 */
export function newRunId(predictedWeek: string, started = new Date()): string {
  return `${predictedWeek}_${stampOf(started)}`;
}

function stampOf(time: Date): string {
  return time.toISOString().slice(0, 19).replaceAll(/[-:]/g, "") + "Z";
}

/**
 * When a run was made, to the second. An id may have an earlier time, that of the Monday of a
 * backfill, or a later one, after a clock was ahead: then the runs after it have that time too.
 */
export function madeAt(runId: string, started?: string): string {
  const [, stamp = ""] = RUN_ID.exec(runId) ?? [];
  const start = started === undefined ? "" : stampOf(new Date(started));
  return start > stamp ? start : stamp;
}

/** Whether a folder of `runs/` with this name is a run. */
export function isRunId(name: string): boolean {
  return RUN_ID.test(name);
}

/** The folder of a run. */
export function runFolder(outputsDir: string, runId: string): string {
  return join(outputsDir, "runs", runId);
}

/**
 * Creates the folder of a new run, whole: it is filled under a temporary name, then renamed, so that
 * a run that is killed at its start leaves no folder without `run.json`.
 *
 * @param fill writes the first files of the run with this id into a folder.
 * @param options.exactId take the id as it is; no run has it.
 * @returns its id: the requested one, or one that sorts after the newest run.
 */
export function createRunFolder(
  outputsDir: string,
  runId: string,
  fill: (folder: string, id: string) => void = () => {},
  { exactId = false }: { exactId?: boolean } = {},
): string {
  if (!RUN_ID.test(runId)) throw new Error(`not a run id: ${runId}`);
  const runs = join(outputsDir, "runs"), temporary = join(runs, NEW_RUN);
  Deno.mkdirSync(runs, { recursive: true });
  const id = exactId ? runId : nextId(runId, runIds(outputsDir)[0]);
  removeIfThere(temporary);
  Deno.mkdirSync(temporary);
  fill(temporary, id);
  Deno.renameSync(temporary, runFolder(outputsDir, id));
  syncFolder(runs);
  return id;
}

/**
 * The id of a new run, which sorts after all others: the requested one or, if the newest run started
 * within the same second or was stamped by a clock that was ahead, that run's stamp and the next number.
 */
function nextId(wanted: string, newest: string | undefined): string {
  const [, started] = RUN_ID.exec(wanted)!;
  const [, stamp, copy = "1"] = newest === undefined ? [] : RUN_ID.exec(newest)!;
  if (stamp === undefined || started! > stamp) return wanted;
  return `${wanted.slice(0, wanted.indexOf("_"))}_${stamp}-${Number(copy) + 1}`;
}

/** The ids of all runs, newest time first. Folders with other names are ignored. */
export function runIds(outputsDir: string): string[] {
  let names: string[];
  try {
    names = Array.from(Deno.readDirSync(join(outputsDir, "runs")), ({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return names.filter(isRunId).sort((a, b) => compareStarts(b, a));
}

function compareStarts(a: string, b: string): number {
  const [, stampA = "", copyA = "1"] = RUN_ID.exec(a)!;
  const [, stampB = "", copyB = "1"] = RUN_ID.exec(b)!;
  if (stampA !== stampB) return stampA < stampB ? -1 : 1;
  return Number(copyA) - Number(copyB) || (a < b ? -1 : 1);
}
