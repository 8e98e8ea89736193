import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readRunRecord, type RunRecord } from "../dag/runs/run_record.ts";
import { listRuns } from "../dag/runs/runs.ts";
import { CellError, type ExecutedNotebook } from "../jupyter/execute_notebook.ts";
import { type SharedKernel, sharedKernel } from "../jupyter/shared_kernel.ts";
import type { Language } from "../language/language.ts";
import { differentInputs } from "./different_inputs.ts";
import { readRunResults } from "./first_page/run_results.ts";
import type { IndexRun } from "./first_page/index_run.ts";
import { renderIndex } from "./index_page.ts";
import type { Notebook } from "../jupyter/notebook.ts";
import type { PageLink } from "./html/page.ts";
import { type Permissions, SYSTEM_FACTS } from "../permissions/permissions.ts";
import { withTarget } from "../permissions/with_target.ts";
import { publishPages, type ReportPage } from "./publish_pages.ts";
import { OUTPUT_IS_AWAITED } from "../notebook/display.ts";
import { type NamedNotebook, readNotebooks } from "./read_notebooks.ts";
import { renderNotebook } from "./render.ts";
import { canBeShown } from "./shown_notebooks.ts";

/** The result of rendering a run. */
export interface RenderedRun {
  /** Paths of the pages, the index first. */
  pages: string[];
  /** One per failed notebook; its page shows the error. */
  warnings: string[];
}

/** Kernels that run at the same time: two keep two processors busy. */
const CONCURRENCY = 2;

/** The folder of deno.json, whose modules notebooks import. */
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The variables that notebooks, and the packages that they use, read. */
const VARIABLES = [
  // the address of alerts is empty in a kernel
  ...["SODAI_DATA_DIR", "SODAI_RUN", "SODAI_OUTPUTS_DIR", "SODAI_NOTIFY_URL", OUTPUT_IS_AWAITED],
  ...["NO_COLOR", "TERM", "SODAI_MACHINE_MEMORY", "POLARS_FMT_MAX_ROWS"],
];

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
 * @param options.language of the index.
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
  const env = {
    SODAI_DATA_DIR: resolve(dataDir),
    SODAI_RUN: folder,
    SODAI_OUTPUTS_DIR: outputsDir,
    [OUTPUT_IS_AWAITED]: "1",
  };
  const libraries = withTarget(join(PROJECT, "node_modules"));
  const permissions: Partial<Permissions> = {
    read: [PROJECT, cwd, env.SODAI_DATA_DIR, env.SODAI_OUTPUTS_DIR].flatMap(withTarget)
      .concat(libraries),
    ffi: libraries,
    env: VARIABLES,
    sys: SYSTEM_FACTS,
  };

  const count = waiting.length;
  const rendered: (NamedNotebook & { executed: ExecutedNotebook })[] = [];
  const work = async () => {
    await using kernel = sharedKernel({ cwd, env, permissions }, signal);
    for (let next = waiting.shift(); next && !signal?.aborted; next = waiting.shift()) {
      const { executed, failure } = await execute(next.notebook, kernel);
      if (failure) warnings.push(`${next.name}: ${failure}`);
      rendered.push({ ...next, executed });
      onProgress(rendered.length / count, next.name);
    }
  };
  // an error ends this when the kernels have ended too
  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(CONCURRENCY, count) }, work),
  );
  for (const one of ended) if (one.status === "rejected" && !signal?.aborted) throw one.reason;
  if (endedWell(run)) signal?.throwIfAborted();

  rendered.sort((a, b) => a.name < b.name ? -1 : 1);
  const links = rendered.map(({ name, link }) => ({ ...link, href: `${name}.html` }));
  const missing = notebooks.filter(({ name }) => !rendered.some((page) => page.name === name));
  const index = renderIndex(isAlive ? run : asEnded(run), links, {
    results: await readRunResults(folder, run),
    language,
    missing: missing.map(({ link }) => link.title),
    why: signal?.aborted
      ? "the report was stopped"
      : otherData
      ? "the data are not those of the run any more"
      : "the run did not get that far",
  });
  // the index first: on a disk that is almost full, it says most
  const pages = [
    { href: "index.html", html: index },
    ...rendered.map((page) => notebookPage(run, page, links)),
  ];
  const report = join(folder, "report");
  publishPages(report, pages, missing.map(({ name }) => `${name}.html`));
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
  { name, link, executed }: NamedNotebook & { executed: ExecutedNotebook },
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
    links: [{ href: "index.html", title: "Run" }, ...links],
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

/**
 * Executes a notebook. It retries once if the first code cell failed: kernels that start together
 * may each set up node_modules, so an import may fail (seen once in forty pages).
 */
async function execute(
  notebook: Notebook,
  kernel: SharedKernel,
): Promise<{ executed: ExecutedNotebook; failure?: string }> {
  const first = notebook.cells.find(({ cell_type }) => cell_type === "code")?.id;
  for (let again = true;; again = false) {
    try {
      return { executed: await kernel.run(notebook) };
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      if (again && error.cellId === first) continue;
      return { executed: error.executed, failure: inOneLine(error) };
    }
  }
}

/** Which cell failed and why; its source and stack are on the page. */
function inOneLine({ message, cellId, executed }: CellError): string {
  const cell = executed.cells.find(({ id }) => id === cellId);
  const error = cell?.cell_type === "code"
    ? cell.outputs.find((output) => output.output_type === "error")
    : undefined;
  const why = error ? `${error.ename}: ${error.evalue}` : "";
  return `${message.split("\n")[0]} ${why}`.replaceAll(/\s*\n\s*/g, " ");
}
