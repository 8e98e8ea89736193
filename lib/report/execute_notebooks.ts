import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunRecord } from "../dag/runs/run_record.ts";
import { OUTPUT_IS_AWAITED } from "../jupyter/awaited_output.ts";
import { CellError, type ExecutedNotebook } from "../jupyter/execute_notebook.ts";
import type { Notebook } from "../jupyter/notebook.ts";
import { type SharedKernel, sharedKernel } from "../jupyter/shared_kernel.ts";
import { machineMemory } from "../pipeline/machine_memory.ts";
import { allowedMemory } from "../stages/check_memory.ts";
import { factsOf } from "../stages/task_facts.ts";
import { type Permissions, SYSTEM_FACTS } from "../permissions/permissions.ts";
import { withTarget } from "../permissions/with_target.ts";
import type { NamedNotebook } from "./read_notebooks.ts";

/** The folder of deno.json, whose modules notebooks import. */
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The variables that notebooks, and the packages that they use, read. */
const VARIABLES = [
  // the address of alerts is empty in a kernel
  ...["SODAI_DATA_DIR", "SODAI_RUN", "SODAI_OUTPUTS_DIR", "SODAI_NOTIFY_URL", OUTPUT_IS_AWAITED],
  ...["NO_COLOR", "TERM", "SODAI_MACHINE_MEMORY", "POLARS_FMT_MAX_ROWS"],
];

/** A notebook that ran, at least up to an error. */
export interface RenderedNotebook extends NamedNotebook {
  executed: ExecutedNotebook;
}

/**
 * Kernels at the same time: two keep two processors busy. Each reads all data, and needs up to as much
 * memory as the run was estimated to: 1.4 of 1.9 GiB with 15,000 customers and 971 products.
 */
export function affordableKernels(
  run: Pick<RunRecord, "tasks" | "parameters">,
  machine = machineMemory(),
): number {
  const { bytes = 0 } = factsOf(run, "extract_data").memory ?? {};
  const allowed = allowedMemory(String(run.parameters["memory_limit"] ?? "auto"), machine);
  return 2 * bytes <= allowed.bytes ? 2 : 1;
}

/**
 * Executes notebooks on a run's results, in kernels that may read what they need and nothing else.
 *
 * @param options.cwd folder of the notebooks.
 * @param options.kernels number of kernels at the same time.
 * @param options.onProgress called with the share done and the finished notebook.
 * @param options.signal ends the kernels; the notebooks that have ended by then are returned.
 * @returns the notebooks in the order of their names, and a warning for each that failed.
 */
export async function executeNotebooks(
  notebooks: readonly NamedNotebook[],
  { cwd, kernels, dataDir, runFolder, outputsDir, onProgress, signal }: {
    cwd: string;
    kernels: number;
    dataDir: string;
    runFolder: string;
    outputsDir: string;
    onProgress: (fraction: number, text: string) => void;
    signal: AbortSignal | undefined;
  },
): Promise<{ rendered: RenderedNotebook[]; warnings: string[] }> {
  const env = {
    SODAI_DATA_DIR: dataDir,
    SODAI_RUN: runFolder,
    SODAI_OUTPUTS_DIR: outputsDir,
    [OUTPUT_IS_AWAITED]: "1",
  };
  const libraries = withTarget(join(PROJECT, "node_modules"));
  const permissions: Partial<Permissions> = {
    read: [PROJECT, cwd, dataDir, outputsDir].flatMap(withTarget).concat(libraries),
    ffi: libraries,
    env: VARIABLES,
    sys: SYSTEM_FACTS,
  };
  const waiting = [...notebooks], rendered: RenderedNotebook[] = [], warnings: string[] = [];
  const work = async () => {
    await using kernel = sharedKernel({ cwd, env, permissions }, signal);
    for (let next = waiting.shift(); next && !signal?.aborted; next = waiting.shift()) {
      const { executed, failure } = await execute(next.notebook, kernel);
      if (failure) warnings.push(`${next.name}: ${failure}`);
      rendered.push({ ...next, executed });
      onProgress(rendered.length / notebooks.length, next.name);
    }
  };
  // an error ends this when the kernels have ended too
  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(kernels, notebooks.length) }, work),
  );
  for (const one of ended) if (one.status === "rejected" && !signal?.aborted) throw one.reason;
  return { rendered: rendered.sort((a, b) => a.name < b.name ? -1 : 1), warnings };
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
