import { join } from "node:path";
import { renderRun } from "../lib/report/render_run.ts";
import { chosenRun } from "./chosen_run.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { print, printError } from "./print.ts";

const REPORT: Command = {
  name: "report",
  summary: `Runs the notebooks on the results of a run (its id, or latest) and writes HTML pages to
  report/ in its folder; the first is report/index.html.`,
  parameters: ["data_dir", "outputs_dir"],
  positionals: "[RUN]",
};

async function report(call: Call): Promise<void> {
  const { folder, dataDir } = chosenRun(call, REPORT.name);
  const { pages, warnings } = await renderRun({
    runFolder: folder,
    dataDir,
    notebooksDir: join(import.meta.dirname!, "..", "notebooks"),
    onProgress: (fraction, text) => printError(`${Math.round(100 * fraction)} % ${text}`),
  });
  for (const warning of warnings) printError(`warning: ${warning}`);
  print(`${pages.length} pages: ${pages[0]}`);
}

if (import.meta.main) await runCommand(REPORT, report);
