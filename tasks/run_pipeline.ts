import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Alert } from "../lib/alerts/alert.ts";
import { runAlert, startAlert } from "../lib/alerts/run_alert.ts";
import { sendAlert } from "../lib/alerts/send_alert.ts";
import type { Config } from "../lib/config/parameters.ts";
import { progressReporter } from "../lib/dag/terminal/progress.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { wordsOf } from "../lib/dag/said.ts";
import { claimRun } from "../lib/dag/runs/run_claim.ts";
import type { Language } from "../lib/language/language.ts";
import { translator } from "../lib/language/messages.ts";
import { runDurationMs } from "../lib/pipeline/history/run_duration.ts";
import { type PipelineOptions, runPipeline } from "../lib/pipeline/run_pipeline.ts";
import { renderRun } from "../lib/report/render_run.ts";
import { userErrorOf } from "../lib/system_error.ts";
import { UserError } from "../lib/user_error.ts";
import { sendToMlflow } from "./send_to_mlflow.ts";
import { languageFrom } from "./language_from.ts";
import { print, printAlert, printError } from "./print.ts";
import { removeOldRuns } from "./remove_old_runs.ts";
import { summary } from "./summary.ts";
import { writeAllRuns } from "./write_all_runs.ts";

interface ReportOptions extends PipelineOptions {
  /** False to send neither the run to MLflow nor alerts. */
  send?: boolean;
  /** True to return a held run. */
  returnHeld?: boolean;
  /** False to print no summary. */
  summarize?: boolean;
  /** Stops the run, the report and the sending. */
  signal: AbortSignal;
}

/**
 * Runs the pipeline with progress on standard error, prunes old runs, sends the run to MLflow, and
 * prints a summary on standard output.
 *
 * @throws UserError for problems that the user can fix, or if the run is held; the error of a failed
 * task.
 */
export async function runAndReport(
  config: Config,
  { send = true, returnHeld = false, summarize = true, signal, ...options }: ReportOptions,
): Promise<RunRecord> {
  const started = performance.now();
  const { reporter = progressReporter() } = options;
  using _terminal = withoutTerminal();
  // the schedule sends its own: an attempt that fails is no alert yet
  const alerting = send && options.due === undefined;
  const alert = async (found: Alert | undefined) => {
    if (!alerting || found === undefined || signal.aborted) return;
    for (const warning of await sendAlert(found, config)) printError(`warning: ${warning}`);
  };
  const { run, folder, error, endedBefore = false } = await runPipeline(config, {
    reporter,
    signal,
    afterEnd: (run) => prune(run, config),
    ...options,
  }).catch(async (thrown) => {
    const error = userErrorOf(thrown) ?? thrown;
    if (!options.stage) await alert(startAlert(error));
    throw error;
  });
  if (endedBefore || run.state === "running") return run; // a stage, and no end of its run
  await writeAllRuns(config);
  // whoever starts stages starts this one again, and tells of its last failure
  if (options.stage && run.state !== "success" && run.state !== "held") {
    if (error !== undefined) throw userErrorOf(error) ?? error;
    return run;
  }
  await alert(runAlert(run, config.outputs_dir));
  const hasReport = run.state !== "skipped" && !config.no_report &&
    await report(folder, config, signal);
  // again, with the link to the report
  if (hasReport) await writeAllRuns(config);
  // do not delay a stop
  if (send && run.state !== "skipped" && !signal.aborted) {
    const line = await sendToMlflow(run, config.outputs_dir, { signal });
    if (line !== undefined) printError(line);
  }
  if (run.state === "stopped") printError(`Continue run ${run.run_id} with --resume.`);
  if (error !== undefined) throw userErrorOf(error) ?? error;
  const language = languageFrom(config);
  if (summarize) {
    printAlert(alerts(run, language).join("\n"));
    print(
      summary(run, {
        outputsDir: config.outputs_dir,
        durationMs: options.stage
          ? runDurationMs(run, { alive: false, now: Date.now() })
          : performance.now() - started,
        hasReport,
        language,
      }),
    );
  }
  signal.throwIfAborted();
  if (run.state === "held" && !returnHeld) {
    throw heldError(run);
  }
  return run;
}

/** The error of a command whose run is held. */
export function heldError({ run_id }: RunRecord): UserError {
  return new UserError(
    `The forecast of run ${run_id} is held: it was not published.\n` +
      `Publish it with: deno task runs promote ${run_id}`,
    1,
  );
}

/** What must be read first: failed checks, and what is unusual. */
export function alerts(run: RunRecord, language: Language): string[] {
  const translated = translator(language), { t } = translated;
  const words = wordsOf(run, translated);
  const unusual = run.warnings.filter(({ rank }) => rank === "unusual");
  return [
    ...(run.held ?? []).map((reason) => `${t("summary.alert.held")}: ${words(reason)}`),
    ...unusual.map(({ text }) => `${t("summary.alert.unusual")}: ${words(text)}`),
  ];
}

/** A terminal that goes away ends no run: its log is lost, its outputs are not. */
function withoutTerminal(): Disposable {
  const goOn = () => {};
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGHUP", goOn);
  return {
    [Symbol.dispose]() {
      if (Deno.build.os !== "windows") Deno.removeSignalListener("SIGHUP", goOn);
    },
  };
}

/** Removes old runs. The run is complete without that, so an error is only a warning. */
async function prune(
  { state }: RunRecord,
  config: Config,
): Promise<void> {
  if (state !== "success" && state !== "held") return;
  try {
    await removeOldRuns(config, config.keep_runs);
  } catch (error) {
    printError(`warning: old runs were not removed: ${oneLine(error)}`);
  }
}

/**
 * Renders the notebooks, also of a run that failed. The run is complete without them, so an error is
 * only a warning.
 */
async function report(runFolder: string, config: Config, signal: AbortSignal): Promise<boolean> {
  printError("Rendering the notebooks …");
  const notebooksDir = fileURLToPath(new URL("../notebooks", import.meta.url));
  try {
    using _claim = claimRun(runFolder);
    const { pages, warnings } = await renderRun({
      runFolder,
      dataDir: config.data_dir,
      notebooksDir,
      language: languageFrom(config),
      signal,
    });
    warnings.forEach((warning) => printError(`warning: ${warning}`));
    printError(`Report: ${pages[0]}`);
    return true;
  } catch (error) {
    const runId = basename(runFolder);
    printError(`warning: no report (${oneLine(error)}); retry with: deno task report ${runId}`);
    return false;
  }
}

function oneLine(error: unknown): string {
  const { message } = userErrorOf(error) ?? (error instanceof Error ? error : { message: error });
  return String(message).replaceAll(/\s*\n\s*/g, " ");
}
