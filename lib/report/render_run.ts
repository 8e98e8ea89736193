import { basename, dirname, join, resolve } from "node:path";
import { readRunRecord, type RunRecord } from "../dag/runs/run_record.ts";
import { listRuns } from "../dag/runs/runs.ts";
import type { Language } from "../language/language.ts";
import { translator } from "../language/messages.ts";
import { differentInputs } from "./different_inputs.ts";
import { affordableKernels, executeNotebooks, type RenderedNotebook } from "./execute_notebooks.ts";
import { VISITS, visitsPage } from "./calls/visits_page.ts";
import { readRunResults } from "./first_page/run_results.ts";
import type { IndexRun } from "./first_page/index_run.ts";
import type { PageLink } from "./html/page_link.ts";
import { renderIndex } from "./index_page.ts";
import { publishPages, type ReportPage } from "./publish_pages.ts";
import { readNotebooks } from "./read_notebooks.ts";
import { renderNotebook } from "./render.ts";
import { canBeShown } from "./shown_notebooks.ts";

/** The result of rendering a run. */
export interface RenderedRun {
  /** Paths of the pages, the index first. */
  pages: string[];
  /** One per failed notebook; its page shows the error. */
  warnings: string[];
}

/**
 * Executes the notebooks on a run's results and writes one page per notebook, and the index, to
 * `report/` in the run folder. A failed notebook is rendered up to the error and becomes a warning.
 * Of a run that did not end well, the index says what is known, and only the notebooks whose inputs
 * exist are executed.
 *
 * The pages are written once all are rendered: if this fails or is killed, the earlier pages stand.
 *
 * @param options.runFolder folder with the `run.json` of a run.
 * @param options.dataDir the input data of the run.
 * @param options.notebooksDir folder of the notebooks, run in order of their names.
 * @param options.language of the index, and of a `visitas.csv` beside it if that of the run is in
 * another one.
 * @param options.onProgress called with the share done and the finished notebook.
 * @param options.signal ends the notebooks; of a run that ended well, nothing is written then.
 * @throws UserError if the data differ from those of a run that ended well, or a file is not a
 * notebook.
 */
export async function renderRun(
  { runFolder, dataDir, notebooksDir, language = "en", onProgress = () => {}, signal }: {
    runFolder: string;
    dataDir: string;
    notebooksDir: string;
    language?: Language;
    onProgress?: (fraction: number, text: string) => void;
    signal?: AbortSignal | undefined;
  },
): Promise<RenderedRun> {
  const folder = resolve(runFolder), cwd = resolve(notebooksDir);
  // the run folder is runs/<id> below it
  const outputsDir = dirname(dirname(folder));
  const { run, isAlive } = readRun(folder);
  const notebooks = await readNotebooks(cwd);
  const warnings: string[] = [];
  const waiting = notebooks.filter(({ name }) => canBeShown(name, run));
  const otherData = signal?.aborted ? undefined : await differentInputs(run, dataDir);
  if (otherData !== undefined && waiting.length > 0) {
    if (endedWell(run)) throw otherData;
    warnings.push(otherData.message.split("\n")[0]!);
    waiting.length = 0;
  }
  const { rendered, warnings: failures } = await executeNotebooks(waiting, {
    cwd,
    kernels: affordableKernels(run),
    dataDir: resolve(dataDir),
    runFolder: folder,
    outputsDir,
    onProgress,
    signal,
  });
  warnings.push(...failures);
  if (endedWell(run)) signal?.throwIfAborted();

  const home = { href: "index.html", title: translator(language).t("page.run"), language };
  const links = rendered.map(({ name, link }): PageLink => ({
    ...link,
    href: `${name}.html`,
    language: "en",
  }));
  const missing = notebooks.filter(({ name }) => !rendered.some((page) => page.name === name));
  const results = await readRunResults(folder, run);
  const visits = results.calls && await visitsPage(folder, run, results.calls, language);
  const index = renderIndex(isAlive ? run : asEnded(run), links, {
    results,
    visits: visits?.href,
    language,
    missing: missing.map(({ link }) => link.title),
    why: signal?.aborted ? "stopped" : otherData ? "other_data" : "unfinished",
  });
  // the index soon: on a disk that is almost full, it says most
  const pages = [
    ...visits ? [visits] : [],
    { href: "index.html", html: index },
    ...rendered.map((page) => notebookPage(run, page, [home, ...links])),
  ];
  const report = join(folder, "report");
  const obsolete = missing.map(({ name }) => `${name}.html`);
  publishPages(report, pages, visits ? obsolete : [...obsolete, VISITS]);
  return {
    pages: ["index.html", ...links.map(({ href }) => href)].map((name) => join(report, name)),
    warnings: warnings.sort(),
  };
}

/** The record of a run, and whether its process is alive. */
function readRun(folder: string): { run: RunRecord; isAlive: boolean } {
  const outputsDir = dirname(dirname(folder));
  const listed = listRuns(outputsDir).find(({ runId }) => runId === basename(folder));
  return { run: listed?.run ?? readRunRecord(folder), isAlive: listed?.alive ?? false };
}

/** The page of an executed notebook. */
function notebookPage(
  run: RunRecord,
  { name, link, executed }: RenderedNotebook,
  links: PageLink[],
): ReportPage {
  const href = `${name}.html`;
  const html = renderNotebook(executed, {
    title: link.title,
    provenance: {
      Run: run.run_id,
      "Week predicted": run.predicted_week,
      Version: String(run.versions["sodai"] ?? "unknown"),
    },
    parameters: { ...run.parameters, seed: run.seed },
    links,
    current: href,
  });
  return { href, html };
}

/** A run that says that it is running, without a process, was killed. */
function asEnded(run: RunRecord): IndexRun {
  if (run.state !== "running") return run;
  const tasks = run.tasks.map((task) =>
    task.state === "running" ? { ...task, state: "killed" } : task
  );
  return { ...run, state: "killed", tasks };
}

function endedWell({ state }: RunRecord): boolean {
  return state === "success" || state === "held";
}
