import { UserError } from "../user_error.ts";
import { outputCollector } from "./collect_outputs.ts";
import { type Kernel, startKernel } from "./kernel.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { CodeCell, Notebook, Output } from "./notebook.ts";

/** A notebook with the outputs of a run of its cells. */
export interface ExecutedNotebook extends Notebook {
  /** Duration of each cell that ran, by its id. */
  durationsMs: Record<string, number>;
}

/** A failed cell, with the notebook executed so far. */
export class CellError extends UserError {
  override name = "CellError";

  constructor(message: string, readonly cellId: string, readonly executed: ExecutedNotebook) {
    super(message, 1);
  }
}

/** How the cells of a notebook are run. */
export interface CellOptions {
  /** Time limit of a cell; default ten minutes. */
  cellTimeoutMs?: number;
  /** Time without output after which the output of a finished cell is complete. */
  lateOutputMs?: number;
  /**
   * The cells of which output may come late. `last` suffices if all cells await what they show:
   * then the output of earlier ones is on its way when the next starts.
   */
  lateOutputOf?: "every cell" | "the last cell";
  /** Called before each code cell, with its position among the code cells, from 1. */
  onCell?: (cell: CodeCell, place: { index: number; count: number }) => void;
}

/**
 * Runs the code cells of a notebook, in order, in a new Deno kernel, and returns the notebook with
 * their outputs (nbformat 4.5). No output of a cell is lost, although Deno's kernel may send it
 * after the idle status.
 *
 * @param cwd the kernel's working folder: that of the notebook, so that relative imports work.
 * @param env variables for the kernel, in addition to those of this process.
 * @param permissions what the cells may do; everything without.
 * @param signal ends the kernel.
 * @throws CellError for the first cell that throws, is not valid TypeScript, takes too long, or
 * ends
 *   the kernel; its message has the cell's number, source and error. The kernel has then ended.
 */
export async function executeNotebook(
  notebook: Notebook,
  { cwd, env = {}, permissions, signal, ...options }: {
    cwd: string;
    env?: Record<string, string>;
    permissions?: Partial<Permissions>;
    signal?: AbortSignal | undefined;
  } & CellOptions,
): Promise<ExecutedNotebook> {
  signal?.throwIfAborted();
  await using kernel = await startKernel({ cwd, env, permissions });
  signal?.throwIfAborted();
  const end = () => void kernel.close();
  signal?.addEventListener("abort", end);
  using _listener = { [Symbol.dispose]: () => signal?.removeEventListener("abort", end) };
  try {
    return await runCells(kernel, notebook, options);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Runs the code cells of a notebook, in order, in a running kernel. What earlier notebooks declared
 * there is still known, and may be declared again.
 *
 * @throws CellError as {@linkcode executeNotebook}; the kernel may have ended.
 */
export async function runCells(
  kernel: Kernel,
  notebook: Notebook,
  { cellTimeoutMs = 600_000, lateOutputMs = 150, lateOutputOf = "every cell", onCell }:
    CellOptions = {},
): Promise<ExecutedNotebook> {
  const executed: ExecutedNotebook = {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : { ...cell }
    ),
    durationsMs: {},
  };
  const codeCells = executed.cells.filter((cell) => cell.cell_type === "code");
  const collector = outputCollector();
  const last = codeCells.findLastIndex(({ source }) => source.trim() !== "");
  for (const [i, cell] of codeCells.entries()) {
    if (cell.source.trim() === "") continue;
    onCell?.(cell, { index: i + 1, count: codeCells.length });
    const start = performance.now();
    const error = await runCell(kernel, cell, {
      timeoutMs: cellTimeoutMs,
      lateOutputMs: lateOutputOf === "every cell" || i === last ? lateOutputMs : 0,
      onOutput: (message) => collector.add(cell.outputs, message),
    });
    executed.durationsMs[cell.id] = performance.now() - start;
    if (error) {
      const message = failureText(cell, { index: i + 1, count: codeCells.length, error });
      throw new CellError(message, cell.id, executed);
    }
  }
  return executed;
}

type ErrorOutput = Extract<Output, { output_type: "error" }>;

/** Runs one cell; returns its error, which is also in its outputs, or null. */
async function runCell(
  kernel: Kernel,
  cell: CodeCell,
  options: Parameters<Kernel["execute"]>[1],
): Promise<ErrorOutput | null> {
  let error: ErrorOutput | undefined;
  try {
    const reply = await kernel.execute(cell.source, options);
    cell.execution_count = reply.executionCount;
    error = cell.outputs.find((output) => output.output_type === "error");
    if (error || reply.status === "ok") return error ?? null;
    error = {
      output_type: "error",
      ename: reply.ename,
      evalue: reply.traceback.length === 0 ? await syntaxError(cell.source) : reply.evalue,
      traceback: reply.traceback,
    };
  } catch (failure) {
    const { name, message } = failure as Error;
    error = { output_type: "error", ename: name, evalue: message, traceback: [] };
  }
  cell.outputs.push(error);
  return error;
}

/**
 * The kernel reports a syntax error only as "Execution failed"; the formatter finds its position.
 */
async function syntaxError(source: string): Promise<string> {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext", "ts", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const writer = formatter.stdin.getWriter();
  await writer.write(new TextEncoder().encode(source));
  await writer.close();
  const { success, stderr } = await formatter.output();
  return success
    ? "the kernel refused the cell, possibly because an import has no such export"
    : new TextDecoder().decode(stderr).trim();
}

function failureText(
  cell: CodeCell,
  { index, count, error }: { index: number; count: number; error: ErrorOutput },
): string {
  const source = cell.source.split("\n").map((line) => `  | ${line}`).join("\n");
  const stack = error.traceback.join("\n").trim() || `${error.ename}: ${error.evalue}`;
  return `code cell ${index} of ${count} (${cell.id}) failed:\n${source}\n${stack}`;
}
