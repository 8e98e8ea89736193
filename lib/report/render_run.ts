import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readRunRecord, type RunRecord } from "../dag/runs/run_record.ts";
import { UserError } from "../user_error.ts";
import { CellError, type ExecutedNotebook, executeNotebook } from "../jupyter/execute_notebook.ts";
import { renderIndex } from "./index_page.ts";
import { type Notebook, parseNotebook } from "../jupyter/notebook.ts";
import type { PageLink } from "./html/page.ts";
import { type Permissions, SYSTEM_FACTS } from "../permissions/permissions.ts";
import { withTarget } from "../permissions/with_target.ts";
import { renderNotebook } from "./render.ts";

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
  ...["SODAI_DATA_DIR", "SODAI_RUN", "SODAI_OUTPUTS_DIR"],
  ...["NO_COLOR", "TERM", "SODAI_MACHINE_MEMORY", "POLARS_FMT_MAX_ROWS"],
];

/**
 * Executes every notebook on a run's results and writes one page per notebook, and the index, to
 * `report/` in the run folder. A failed notebook is rendered up to the error and becomes a warning.
 *
 * @param options.runFolder folder with the `run.json` of a finished run.
 * @param options.dataDir the input data of the run.
 * @param options.notebooksDir folder of the notebooks, run in order of their names.
 * @param options.signal stops it: the kernels are ended, no further page is written.
 * @param options.onProgress called with the share done and the finished notebook.
 * @throws UserError if the data differ from the run's, or a file is not a notebook.
 */
export async function renderRun(
  { runFolder, dataDir, notebooksDir, signal, onProgress = () => {} }: {
    runFolder: string;
    dataDir: string;
    notebooksDir: string;
    signal?: AbortSignal;
    onProgress?: (fraction: number, text: string) => void;
  },
): Promise<RenderedRun> {
  const folder = resolve(runFolder), cwd = resolve(notebooksDir);
  const run = readRunRecord(folder);
  await checkInputs(run, dataDir);
  const notebooks = await readNotebooks(cwd);
  const links = [
    { href: "index.html", title: "Run" },
    ...notebooks.map(({ name, link }) => ({ ...link, href: `${name}.html` })),
  ];
  const env = {
    SODAI_DATA_DIR: resolve(dataDir),
    SODAI_RUN: folder,
    // the run folder is runs/<id> below it
    SODAI_OUTPUTS_DIR: dirname(dirname(folder)),
  };
  const libraries = withTarget(join(PROJECT, "node_modules"));
  const permissions: Partial<Permissions> = {
    read: [PROJECT, cwd, env.SODAI_DATA_DIR, env.SODAI_OUTPUTS_DIR].flatMap(withTarget)
      .concat(libraries),
    ffi: libraries,
    env: VARIABLES,
    sys: SYSTEM_FACTS,
  };
  await Deno.mkdir(join(folder, "report"), { recursive: true });

  const warnings: string[] = [];
  let done = 0;
  const waiting = [...notebooks];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, notebook, link } = next;
      const { executed, failure } = await execute(notebook, {
        cwd,
        env,
        permissions,
        ...(signal ? { signal } : {}),
      });
      if (failure) warnings.push(`${name}: ${failure}`);
      const html = renderNotebook(executed, {
        title: link.title,
        provenance: {
          Run: run.run_id,
          "Week predicted": run.predicted_week,
          Version: String(run.versions["sodai"] ?? "unknown"),
        },
        parameters: { ...run.parameters, seed: run.seed },
        links,
        current: `${name}.html`,
      });
      await Deno.writeTextFile(join(folder, "report", `${name}.html`), html);
      onProgress(++done / notebooks.length, name);
    }
  };
  // an error ends this when the kernels have ended too
  const ended = await Promise.allSettled(Array.from({ length: CONCURRENCY }, work));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  await Deno.writeTextFile(
    join(folder, "report", "index.html"),
    renderIndex(run, links.slice(1)),
  );
  const pages = ["index", ...notebooks.map(({ name }) => name)]
    .map((name) => join(folder, "report", `${name}.html`));
  return { pages, warnings: warnings.sort() };
}

/** Checks that the data are those of the run. */
async function checkInputs({ run_id, inputs }: RunRecord, dataDir: string): Promise<void> {
  const files = Object.keys(inputs).filter((name) => name.endsWith(".parquet"));
  const other: string[] = [];
  for (const name of files) {
    try {
      const bytes = await Deno.readFile(join(dataDir, name));
      const found = createHash("sha256").update(bytes).digest("hex");
      if (found !== inputs[name]) other.push(`another ${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      other.push(`no ${name}`);
    }
  }
  if (other.length === 0) return;
  throw new UserError(
    `expected the data that run ${run_id} read, found ${other.join(", ")} in ${dataDir}\n` +
      "Set their folder with --data-dir, or run the pipeline on the new data first.",
  );
}

interface NamedNotebook {
  /** Name of the file, without its extension. */
  name: string;
  notebook: Notebook;
  link: Omit<PageLink, "href">;
}

async function readNotebooks(folder: string): Promise<NamedNotebook[]> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.endsWith(".ipynb")).sort();
  return await Promise.all(names.map(async (file) => {
    const notebook = parseNotebook(await Deno.readTextFile(join(folder, file)), file);
    const name = basename(file, ".ipynb");
    return { name, notebook, link: titleOf(notebook, name) };
  }));
}

/** A notebook starts with its title and a summary. */
function titleOf({ cells }: Notebook, name: string): Omit<PageLink, "href"> {
  const [, title = name, summary] = /^#\s+(.+)(?:\n+([^#\n][^]*?)(?:\n\n|$))?/.exec(
    cells[0]?.source ?? "",
  ) ?? [];
  return { title, ...(summary ? { summary: summary.replaceAll(/\s+/g, " ").trim() } : {}) };
}

/**
 * Executes a notebook. It retries once if the first code cell failed: kernels that start together
 * may each set up node_modules, so an import may fail (seen once in forty pages).
 */
async function execute(
  notebook: Notebook,
  options: Parameters<typeof executeNotebook>[1],
): Promise<{ executed: ExecutedNotebook; failure?: string }> {
  const first = notebook.cells.find(({ cell_type }) => cell_type === "code")?.id;
  for (let again = true;; again = false) {
    try {
      return { executed: await executeNotebook(notebook, options) };
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      if (again && error.cellId === first) continue;
      return { executed: error.executed, failure: error.message };
    }
  }
}
