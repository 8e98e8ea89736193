import { join } from "node:path";
import { readLatest } from "../lib/dag/latest.ts";
import { listRuns } from "../lib/dag/runs.ts";
import { renderRun } from "../lib/report/render_run.ts";
import { UserError } from "../lib/user_error.ts";
import { type Call, type Command, runCommand } from "./command.ts";

const REPORT: Command = {
  name: "report",
  summary: `Runs the notebooks on the results of a run (its id, or latest) and writes them as pages
  to report/ in its folder; the first is report/index.html.`,
  parameters: ["data_dir", "outputs_dir"],
  positionals: "[RUN]",
};

async function report({ config, given, positionals }: Call): Promise<void> {
  const [wanted = "latest", ...tooMany] = positionals;
  if (tooMany.length > 0) {
    throw new UserError(`unexpected argument: ${tooMany[0]}\nSee: deno task report --help`);
  }
  const runId = wanted === "latest" ? readLatest(config.outputs_dir) : wanted;
  const found = listRuns(config.outputs_dir).find((run) => run.runId === runId);
  if (!found?.run) {
    throw new UserError(
      `no such run in ${config.outputs_dir}: ${wanted}\nList them with: deno task runs`,
    );
  }
  const recorded = found.run.parameters["data_dir"];
  const dataDir = given.data_dir === undefined && typeof recorded === "string" &&
      Deno.env.get("SODAI_DATA_DIR") === undefined
    ? recorded
    : config.data_dir;
  const { pages, warnings } = await renderRun({
    runFolder: found.folder,
    dataDir,
    notebooksDir: join(import.meta.dirname!, "..", "notebooks"),
    onProgress: (fraction, text) => console.error(`${Math.round(100 * fraction)} % ${text}`),
  });
  for (const warning of warnings) console.error(`warning: ${warning}`);
  console.log(`${pages.length} pages: ${pages[0]}`);
}

if (import.meta.main) await runCommand(REPORT, report);
