import { acquireLock } from "../dag/runs/lock.ts";
import { runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord, type RunRecord, writeRunRecord } from "../dag/runs/run_record.ts";
import { UserError } from "../user_error.ts";
import { writeWaitingRequests } from "./waiting_requests.ts";

/** Task name of tracking warnings in `run.json`. */
const TRACKING = "mlflow";

/**
 * Writes the waiting requests of a run that is about to end; an error becomes a warning of the run.
 */
export function saveWaitingRequests(run: RunRecord, folder: string): void {
  try {
    writeWaitingRequests(run, folder);
    setWarning(run);
  } catch (error) {
    setWarning(run, `no requests written for MLflow: ${(error as Error).message}`);
  }
}

/**
 * Records in `run.json` why a run was not sent; without a reason, removes the warning. Does nothing
 * while a run is in progress: it may be this one, resumed.
 */
export async function recordTracking(
  outputsDir: string,
  runId: string,
  warning?: string,
): Promise<void> {
  try {
    using _lock = await acquireLock(outputsDir);
    const folder = runFolder(outputsDir, runId);
    const run = readRunRecord(folder);
    if (setWarning(run, warning)) writeRunRecord(folder, run);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

/** The warnings of a run, without those of tracking. */
export function warningsOf(run: RunRecord): RunRecord["warnings"] {
  return run.warnings.filter(({ task }) => task !== TRACKING);
}

function setWarning(run: RunRecord, text?: string): boolean {
  const before = run.warnings.length;
  run.warnings = warningsOf(run);
  if (text !== undefined) run.warnings.push({ task: TRACKING, text });
  return text !== undefined || run.warnings.length < before;
}
