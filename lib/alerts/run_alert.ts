import { resolve } from "node:path";
import { runFolder } from "../dag/runs/run_folder.ts";
import { type RunRecord, wasPublished } from "../dag/runs/run_record.ts";
import type { Alert } from "./alert.ts";

/** A reason in a chat: the first lines of a message. */
const REASON_LENGTH = 600;

/**
 * The alert about an ended run: `failed`, `held`, or `recovered` if it was published; `sendAlert`
 * drops the last one unless something was wrong before. None about a run that was stopped, skipped
 * or published by nobody.
 */
export function runAlert(run: RunRecord, outputsDir: string): Alert | undefined {
  const { run_id, predicted_week: week, state } = run;
  const about = { run_id, week, state, folder: resolve(runFolder(outputsDir, run_id)) };
  if (state === "failed") {
    const failed = run.tasks.filter((task) => task.state === "failed");
    const where = failed.map(({ id }) => id).join(", ");
    return {
      kind: "failed",
      text: `run ${run_id} failed${where && ` in ${where}`}. The latest forecast is unchanged.`,
      reasons: failed.map(({ message }) => shortened(message ?? "no message")),
      // without inputs there is nothing to resume
      remedy: Object.keys(run.inputs).length > 0
        ? "remove the cause, then: deno task pipeline --resume"
        : "remove the cause, then: deno task pipeline",
      ...about,
    };
  }
  if (state === "held") {
    return {
      kind: "held",
      text: `the forecast of run ${run_id} is held. The latest forecast is unchanged.`,
      reasons: (run.held ?? []).map(shortened),
      remedy: `look at the data; if the forecast is right: deno task runs promote ${run_id}`,
      ...about,
    };
  }
  if (state !== "success" || !wasPublished(run)) return undefined;
  return { kind: "recovered", text: `run ${run_id} succeeded and is published.`, ...about };
}

/** The alert about a run that could not start, such as in a folder that cannot be written. */
export function startAlert(error: unknown): Alert {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "failed", text: "no run could be started.", reasons: [shortened(message)] };
}

function shortened(text: string): string {
  return text.length <= REASON_LENGTH ? text : `${text.slice(0, REASON_LENGTH - 2)} …`;
}
