import { type ExecutedNotebook, runCells } from "./execute_notebook.ts";
import { type Kernel, startKernel } from "./kernel.ts";
import type { Notebook } from "./notebook.ts";

/** A kernel for one notebook after the other; `await using` ends it. */
export interface SharedKernel extends AsyncDisposable {
  /**
   * Runs the code cells of a notebook that awaits what it shows. After a failure the next notebook
   * gets a new kernel.
   *
   * @throws CellError for the first cell that fails.
   * @throws the reason of the signal, if it was sent.
   */
  run(notebook: Notebook): Promise<ExecutedNotebook>;
}

/**
 * Starts a kernel that notebooks share: they load modules, and read data that `lib/notebook` keeps,
 * once. Starting a kernel, importing the library and reading the real data take 2 s of each notebook
 * otherwise, more than its cells.
 *
 * @param options as for `startKernel`.
 * @param signal ends the kernel.
 */
export function sharedKernel(
  options: Parameters<typeof startKernel>[0],
  signal?: AbortSignal,
): SharedKernel {
  let kernel: Kernel | undefined;
  const end = () => kernel?.close();
  signal?.addEventListener("abort", end);
  return {
    async run(notebook) {
      try {
        signal?.throwIfAborted();
        kernel ??= await startKernel(options);
        signal?.throwIfAborted();
        return await runCells(kernel, notebook, { lateOutputOf: "the last cell" });
      } catch (error) {
        await end();
        kernel = undefined;
        signal?.throwIfAborted();
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      signal?.removeEventListener("abort", end);
      await end();
    },
  };
}
