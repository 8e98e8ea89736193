import { existsSync } from "node:fs";
import { join } from "node:path";
import { inspectLatest } from "../../dag/runs/latest.ts";
import { replaceFile } from "../../dag/runs/publish.ts";
import { lockFolder } from "../../dag/runs/run_claim.ts";
import { type ListedRun, listRuns } from "../../dag/runs/runs.ts";
import type { RealisedPrecision } from "../../drift/describe/drift_report.ts";
import type { Translator } from "../../language/messages.ts";
import { PAST_REPORT } from "../../pipeline/past_schemas.ts";
import { readJson } from "../../pipeline/read_json.ts";
import { userErrorOf } from "../../system_error.ts";
import type { PageRuns } from "./page_runs.ts";
import { renderRunsPage } from "./runs_page.ts";

/** Its name in the outputs folder. */
export const RUNS_PAGE = "index.html";

/** Another process writes the page for a moment: wait so often for so long. */
const ATTEMPTS = 25;
const PAUSE_MS = 200;

/**
 * Writes the page of all runs, `index.html` of the outputs folder, whole or not at all. It is made from
 * what is in the folder while no other process writes it, so the last writer has seen every run.
 *
 * @param options.removing ids of runs that are about to be removed: no link leads to them.
 * @returns why it was not written, in one line; nobody depends on it, so that is only a warning.
 */
export async function writeRunsPage(
  outputsDir: string,
  translator: Translator,
  { now = new Date(), removing = [] }: { now?: Date; removing?: readonly string[] } = {},
): Promise<string | undefined> {
  const path = join(outputsDir, RUNS_PAGE);
  try {
    if (!existsSync(outputsDir)) return undefined; // no run could be started
    using lock = await lockWhenFree(outputsDir);
    if (!lock) return `${path} was not written: another process writes it just now`;
    replaceFile(path, renderRunsPage(pageRuns(outputsDir, removing), translator, now));
    return undefined;
  } catch (error) {
    // no page is better than one with links to what will be gone
    if (removing.length > 0) removeQuietly(path);
    const { message } = userErrorOf(error) ?? error as Error;
    return `${path} was not written: ${message.replaceAll(/\s*\n\s*/g, " ")}`;
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // there is none, or the first error also prevents this
  }
}

async function lockWhenFree(folder: string): Promise<Disposable | undefined> {
  for (let attempt = 1;; attempt++) {
    const lock = lockFolder(folder, { exclusive: true });
    if (lock || attempt === ATTEMPTS) return lock;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What the page shows, read from an outputs folder. */
function pageRuns(outputsDir: string, removing: readonly string[]): PageRuns {
  const runs = listRuns(outputsDir);
  const { runId: latest, problem: latestProblem } = inspectLatest(outputsDir);
  const hasReport = ({ runId, folder }: ListedRun) =>
    !removing.includes(runId) && existsSync(join(folder, "report", "index.html"));
  return {
    runs,
    latest,
    latestProblem,
    outputsDir,
    reports: new Set(runs.filter(hasReport).map(({ runId }) => runId)),
    realised: newestRealised(runs),
  };
}

/** Each drift report repeats what those before it say of past forecasts. */
function newestRealised(runs: readonly ListedRun[]): readonly RealisedPrecision[] {
  for (const { folder } of runs) {
    const found = readJson(join(folder, "drift_report.json"), PAST_REPORT)?.realised;
    if (found && found.length > 0) return found;
  }
  return [];
}
