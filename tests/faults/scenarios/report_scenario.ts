import { basename, dirname, join } from "node:path";
import { existsSync, rmSync } from "node:fs";
import { renderRun } from "../../../lib/report/render_run.ts";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { inProcess } from "./in_process_command.ts";
import type { WorkingFolder } from "./run_stages.ts";
import { SECOND } from "./run_pieces.ts";
import type { Scenario } from "../try_point.ts";

/** The report of the newest run, with one notebook of one cell. */
export function reportScenario(place: WorkingFolder): Scenario {
  const { folder, outputs, dataDir } = place;
  const notebooksDir = join(folder, "notebooks");
  const run = () =>
    inProcess([], async () => {
      await renderRun({ runFolder: runFolder(outputs, SECOND), dataDir, notebooksDir });
    });
  return {
    name: "report",
    folder: outputs,
    outputs,
    prepare() {
      rmSync(notebooksDir, { recursive: true, force: true });
      Deno.mkdirSync(notebooksDir);
      Deno.writeTextFileSync(join(notebooksDir, "01_one.ipynb"), JSON.stringify(ONE_CELL));
      place.restore("whole");
    },
    run,
    again: run,
    command: [
      "tests/faults/scenarios/render_small.ts",
      runFolder(outputs, SECOND),
      dataDir,
      notebooksDir,
    ],
    latest: [SECOND],
    // a page first links only to pages that are there
    isWhole: (name) =>
      /\/report\/[^/]*\.html$/.test(name) &&
      isWholePage(join(runFolder(outputs, SECOND), "report", basename(name))),
  };
}

/** Whether a page has its end, and all pages that it links to are there. */
function isWholePage(path: string): boolean {
  const html = Deno.readTextFileSync(path);
  const linked = [...html.matchAll(/<a\b[^>]*\bhref="([^"#:/]+\.html)/g)];
  return html.trimEnd().endsWith("</html>") &&
    linked.every(([, href]) => existsSync(join(dirname(path), href!)));
}

const ONE_CELL = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [{
    cell_type: "code",
    id: "one",
    metadata: {},
    execution_count: null,
    outputs: [],
    source: "1 + 1",
  }],
};
