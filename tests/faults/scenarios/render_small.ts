/** The report of a run as a process: `render_small.ts RUN_FOLDER DATA_DIR NOTEBOOKS_DIR`. */
import { renderRun } from "../../../lib/report/render_run.ts";

const [runFolder, dataDir, notebooksDir] = Deno.args as [string, string, string];
await renderRun({ runFolder, dataDir, notebooksDir });
