import { MOVES, readMoves } from "./moves.ts";
import { inspectLatest } from "./latest.ts";
import { runFolder } from "./run_folder.ts";
import { isWithheld, readRunRecord, type RunRecord, writeRunRecord } from "./run_record.ts";

/**
 * The record of the latest run as it would be if its process had not been killed after `latest` was
 * swapped: `success` if all its tasks ended, and `promoted` if a promotion was recorded.
 *
 * @param run the record of the run that `latest` points to, whose process has ended.
 * @returns the same object if it is complete.
 */
export function completed(outputsDir: string, run: RunRecord): RunRecord {
  const ended = run.tasks.map((task) => task.ended).filter((time) => time != null).sort().at(-1);
  const allEnded = run.tasks.length > 0 &&
    run.tasks.every(({ state }) => state === "success" || state === "skipped");
  if (run.state === "running" && allEnded && !run.held) {
    return { ...run, state: "success", ended: ended ?? run.started };
  }
  if (!isWithheld(run)) return run;
  const last = readMoves(outputsDir, MOVES.promotions).moves.at(-1);
  return last?.to === run.run_id ? { ...run, promoted: last.at } : run;
}

/**
 * Writes the last word of a run that was killed between the swap of `latest` and its record. The
 * caller holds the lock.
 *
 * @returns the run, if it was completed.
 */
export function completeLatest(outputsDir: string): RunRecord | undefined {
  const { runId } = inspectLatest(outputsDir);
  if (runId === undefined) return undefined;
  const folder = runFolder(outputsDir, runId);
  let run: RunRecord;
  try {
    run = readRunRecord(folder);
  } catch {
    return undefined; // listed as unreadable
  }
  const whole = completed(outputsDir, run);
  if (whole === run) return undefined;
  writeRunRecord(folder, whole);
  return whole;
}
