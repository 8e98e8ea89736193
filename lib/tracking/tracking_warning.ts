import { acquireLock } from "../dag/runs/lock.ts";
import { runFolder } from "../dag/runs/run_folder.ts";
import { readRunRecord, type RunRecord, writeRunRecord } from "../dag/runs/run_record.ts";
import { UserError } from "../user_error.ts";
import { writeWaitingRequests } from "./waiting_requests.ts";

/** Stands in place of a task in what `run.json` tells of the tracking. */
const TRACKING = "mlflow";

/** Leaves the waiting requests of a run that is about to end; what goes wrong is a warning of the run. */
export function leaveWaitingRequests(run: RunRecord, folder: string): void {
  try {
    writeWaitingRequests(run, folder);
    setWarning(run);
  } catch (error) {
    setWarning(run, `nothing waits to be sent: ${(error as Error).message}`);
  }
}

/**
 * Tells in `run.json` that a run was not sent, and why; or, without a reason, that it was. Not told
 * while another run is going on: it may be this one, resumed.
 */
export async function tellTracking(
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

/** The warnings of a run itself. */
export function warningsOf(run: RunRecord): RunRecord["warnings"] {
  return run.warnings.filter(({ task }) => task !== TRACKING);
}

function setWarning(run: RunRecord, text?: string): boolean {
  const before = run.warnings.length;
  run.warnings = warningsOf(run);
  if (text !== undefined) run.warnings.push({ task: TRACKING, text });
  return text !== undefined || run.warnings.length < before;
}
