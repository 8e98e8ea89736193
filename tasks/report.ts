import { join } from "node:path";
import { changedOutputs } from "../lib/dag/runs/publish.ts";
import { claimRun } from "../lib/dag/runs/run_claim.ts";
import { stopSignals } from "../lib/dag/stopping/stop_signals.ts";
import { renderRun } from "../lib/report/render_run.ts";
import { chosenRun } from "./chosen_run.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { languageFrom } from "./language_from.ts";
import { print, printError } from "./print.ts";
import { writeAllRuns } from "./write_all_runs.ts";

/** The command as `deno task report` has it. */
export const REPORT: Command = {
  name: "report",
  summary: `Runs the notebooks on the results of a run (its id, or latest) and writes HTML pages to
  report/ in its folder; the first is report/index.html. Of a run that failed or was stopped, it
  says what is known, and shows the notebooks whose inputs exist.`,
  parameters: ["data_dir", "outputs_dir", "language"],
  positionals: "[RUN]",
};

/** Runs the command. */
export async function report(call: Call): Promise<void> {
  const { run, folder, dataDir } = chosenRun(call, REPORT.name);
  using _claim = claimRun(folder);
  for (const name of changedOutputs(folder, run.tasks.flatMap(({ outputs }) => outputs))) {
    printError(`warning: ${join(folder, name)} is missing or changed since its run`);
  }
  await using stop = await stopSignals();
  const { pages, warnings } = await renderRun({
    signal: stop.signal,
    runFolder: folder,
    dataDir,
    language: languageFrom(call.config),
    notebooksDir: join(import.meta.dirname!, "..", "notebooks"),
    onProgress: (fraction, text) => printError(`${Math.round(100 * fraction)}% ${text}`),
  });
  await writeAllRuns(call.config);
  for (const warning of warnings) printError(`warning: ${warning}`);
  print(`${pages.length} ${pages.length === 1 ? "page" : "pages"}: ${pages[0]}`);
}

if (import.meta.main) await runCommand(REPORT, report);
