import { completeLatest } from "./completed.ts";
import { repairLatest } from "./latest.ts";
import { acquireLock, type Lock } from "./lock.ts";
import type { RunRecord } from "./run_record.ts";

/** An outputs folder that this process may change. */
export interface OpenOutputs {
  lock: Lock;
  /** What was damaged, and what was done about it: one sentence each. */
  notices: string[];
  /** The latest run, if its last word was missing and has been written. */
  completed: RunRecord | undefined;
}

/**
 * Takes the lock of an outputs folder, and repairs what killed processes or people left: a
 * `latest` that is not a link to a run, and a latest run without its last word.
 *
 * @throws UserError if another process holds the lock, or the folder cannot be written.
 */
export async function openOutputs(outputsDir: string): Promise<OpenOutputs> {
  const lock = await acquireLock(outputsDir);
  try {
    const notices = [lock.notice, repairLatest(outputsDir)].filter((text) => text !== undefined);
    const completed = completeLatest(outputsDir);
    if (completed) {
      notices.push(
        `run ${completed.run_id} was killed after it became the latest; its run.json is complete now`,
      );
    }
    return { lock, notices, completed };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}
