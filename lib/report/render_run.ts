import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { readRunRecord, type RunRecord } from "../dag/runs/run_record.ts";
import { UserError } from "../user_error.ts";
import { CellError, type ExecutedNotebook, executeNotebook } from "../jupyter/execute_notebook.ts";
import { renderIndex } from "./index_page.ts";
import { type Notebook, parseNotebook } from "../jupyter/notebook.ts";
import type { PageLink } from "./html/page.ts";
import { renderNotebook } from "./render.ts";

/** What rendering a run came to. */
export interface RenderedRun {
  /** Paths of the pages, the index first. */
  pages: string[];
  /** One a notebook that failed; its page shows the error. */
  warnings: string[];
}

/** A kernel waits for reading and for itself: two at a time keep two processors busy. */
const AT_A_TIME = 2;

/**
 * Executes every notebook on a run's results and writes one page each, and the index, to `report/` in
 * the run folder. A notebook that fails is rendered as far as it went and becomes a warning.
 *
 * @param options.runFolder with the `run.json` of a finished run.
 * @param options.dataDir the data that the run read.
 * @param options.notebooksDir the notebooks run there, in the order of their names.
 * @param options.onProgress called with the share that is done and the notebook that was.
 * @throws UserError when the data are not those that the run read, or a file is no notebook.
 */
export async function renderRun(
  { runFolder, dataDir, notebooksDir, onProgress = () => {} }: {
    runFolder: string;
    dataDir: string;
    notebooksDir: string;
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
    // runs/<id> below it
    SODAI_OUTPUTS_DIR: dirname(dirname(folder)),
  };
  await Deno.mkdir(join(folder, "report"), { recursive: true });

  const warnings: string[] = [];
  let done = 0;
  const waiting = [...notebooks];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, notebook, link } = next;
      const { executed, failure } = await execute(notebook, cwd, env);
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
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  await Deno.writeTextFile(
    join(folder, "report", "index.html"),
    renderIndex(run, links.slice(1)),
  );
  const pages = ["index", ...notebooks.map(({ name }) => name)]
    .map((name) => join(folder, "report", `${name}.html`));
  return { pages, warnings: warnings.sort() };
}

/** Pages of one run must not tell of other data. */
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
      "Name their folder with --data-dir, or run the pipeline on the new data first.",
  );
}

interface NamedNotebook {
  /** The file's, without its ending. */
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

/** A notebook begins with its title, then a sentence on what it tells. */
function titleOf({ cells }: Notebook, name: string): Omit<PageLink, "href"> {
  const [, title = name, summary] = /^#\s+(.+)(?:\n+([^#\n][^]*?)(?:\n\n|$))?/.exec(
    cells[0]?.source ?? "",
  ) ?? [];
  return { title, ...(summary ? { summary: summary.replaceAll(/\s+/g, " ").trim() } : {}) };
}

/**
 * Executes a notebook, a second time where its very first code cell failed: kernels that start
 * together may each set up node_modules, and an import then misses a link for a moment (seen once in
 * forty pages).
 */
async function execute(
  notebook: Notebook,
  cwd: string,
  env: Record<string, string>,
): Promise<{ executed: ExecutedNotebook; failure?: string }> {
  const first = notebook.cells.find(({ cell_type }) => cell_type === "code")?.id;
  for (let again = true;; again = false) {
    try {
      return { executed: await executeNotebook(notebook, { cwd, env }) };
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      if (again && error.cellId === first) continue;
      return { executed: error.executed, failure: error.message };
    }
  }
}
