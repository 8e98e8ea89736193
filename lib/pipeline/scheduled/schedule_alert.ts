import { resolve } from "node:path";
import type { Alert } from "../../alerts/alert.ts";
import { runAlert } from "../../alerts/run_alert.ts";
import { runFolder } from "../../dag/runs/run_folder.ts";
import { readRunRecord } from "../../dag/runs/run_record.ts";
import type { ScheduleEvent } from "../../dag/schedule/scheduler.ts";

/** The alert about an event of the schedule: `late`, or `failed` with what its last run says. */
export function scheduleAlert({ kind, due, run, text }: ScheduleEvent, outputsDir: string): Alert {
  const folder = runFolder(outputsDir, run.runId);
  const record = readRunRecord(folder);
  const about = { run_id: run.runId, week: record.predicted_week, folder: resolve(folder) };
  const time = due.toISOString().slice(0, 16);
  if (kind === "late") {
    return {
      kind: "late",
      text: `there are no new data for the forecast that was due at ${time} UTC.`,
      reasons: record.tasks.flatMap(({ reason }) => reason ?? []).slice(0, 1),
      remedy: "export the data into the data folder; the schedule looks again by itself",
      ...about,
    };
  }
  const failed = runAlert(record, outputsDir);
  return {
    kind: "failed",
    text: `the forecast that was due at ${time} UTC is missing: ${text}.`,
    reasons: failed?.reasons ?? [`run ${run.runId} was killed`],
    remedy: kind === "refused"
      ? "replace the files; the schedule looks again by itself"
      : failed?.remedy ?? "remove the cause, then: deno task pipeline --resume",
    ...about,
  };
}
