import { findResumable } from "../../dag/resume.ts";
import { isWithheld, wasPublished } from "../../dag/runs/run_record.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import type { Translator } from "../../language/messages.ts";
import { outputsFlag, startFlags } from "./run_command.ts";
import { shownState } from "./shown_state.ts";

/** What to do about a run. */
export interface RunRemedy {
  text: string;
  /** A command that does it. */
  command?: string;
}

/** Runs and where they are. */
export interface RunsContext {
  /** Every run, newest start first. */
  runs: readonly ListedRun[];
  /** The run in use. */
  latest: string | undefined;
  /** The outputs folder, as a command gets it. */
  outputsDir: string;
}

/**
 * What to do about a run that was held or not published, that failed, was stopped or killed, or whose
 * record is damaged; `undefined` for every other run.
 */
export function runRemedy(
  listed: ListedRun,
  { runs, latest, outputsDir }: RunsContext,
  { t }: Translator,
): RunRemedy | undefined {
  const { runId, run } = listed, where = outputsFlag(outputsDir);
  if (!run) {
    return runId === latest
      ? { text: t("runs.remedy.damaged_latest"), command: `deno task runs rollback${where}` }
      : { text: t("runs.remedy.damaged", { folder: `runs/${runId}` }) };
  }
  const newer = runs.slice(0, runs.findIndex((other) => other.runId === runId))
    .find((other) => other.run && wasPublished(other.run));
  if (isWithheld(run) && (run.state === "held" || run.state === "success")) {
    const command = `deno task runs promote ${runId}${where}`;
    if (run.state === "success") return { text: t("runs.remedy.withheld"), command };
    return newer
      ? { text: t("runs.remedy.superseded", { run: newer.runId }) }
      : { text: t("runs.remedy.held"), command };
  }
  if (!["failed", "stopped", "killed"].includes(shownState(listed))) return undefined;
  if (findResumable(outputsDir, runs)?.runId === runId) {
    return {
      text: t("runs.remedy.resume"),
      command: `deno task pipeline --resume${startFlags(run)}${where}`,
    };
  }
  const newest = runs.find((other) => other.run && other.run.state !== "skipped");
  return newest?.runId === runId
    ? { text: t("runs.remedy.again"), command: `deno task pipeline${startFlags(run)}${where}` }
    : { text: t("runs.remedy.over") };
}
