import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { KERNEL_NAME } from "./kernelspec.ts";
import { type Notebook, parseNotebook } from "./notebook.ts";
import { type NotebookSource, notebookSource } from "./notebook_source.ts";

/**
 * Checks notebooks before a commit: no outputs or execution counts, this project's kernel, cells
 * formatted by `deno fmt`, and no errors of `deno check` and `deno lint`, reported with notebook,
 * cell and line. The kernel does not check types. `deno fmt --check` rejects notebooks that it did
 * not write on the same machine unless all cells end in an empty line, so cells are checked one by
 * one.
 *
 * @param paths paths of notebooks.
 * @param config path of the deno.json for the checks.
 * @returns the problems, one text each.
 * @throws UserError if a file is not a notebook.
 */
export async function checkNotebooks(
  paths: string[],
  { config }: { config: string },
): Promise<string[]> {
  const notebooks = await Promise.all(paths.map(async (path) => ({
    path,
    notebook: parseNotebook(await Deno.readTextFile(path), path),
  })));
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "sodai_notebooks_" }));
  try {
    return [
      ...notebooks.flatMap(({ path, notebook }) => [
        ...leftovers(path, notebook),
        ...otherKernel(path, notebook),
      ]),
      ...await formatting(notebooks, folder, config),
      ...await codeProblems(notebooks, folder, config),
    ];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface NotebookFile {
  path: string;
  notebook: Notebook;
}

function leftovers(path: string, notebook: Notebook): string[] {
  const ran = notebook.cells.filter((cell) =>
    cell.cell_type === "code" && (cell.outputs.length > 0 || cell.execution_count !== null)
  );
  return ran.length === 0 ? [] : [
    `${path}: ${ran.length} cells have outputs (${ran[0]!.id} first): clear all outputs and save`,
  ];
}

function otherKernel(path: string, { metadata }: Notebook): string[] {
  const { kernelspec, language_info } = metadata as Record<string, { name?: string } | undefined>;
  return kernelspec?.name === KERNEL_NAME && language_info?.name === "typescript" ? [] : [
    `${path}: expected "kernelspec": {"name": "${KERNEL_NAME}", …} and "language_info": ` +
    `{"name": "typescript"} in its metadata, found ${JSON.stringify(metadata)}`,
  ];
}

async function formatting(
  notebooks: NotebookFile[],
  folder: string,
  config: string,
): Promise<string[]> {
  const cells = new Map<string, string>(); // file of a cell → problem
  for (const [i, { path, notebook }] of notebooks.entries()) {
    for (const [j, { cell_type, id, source }] of notebook.cells.entries()) {
      if (cell_type === "raw" || source.trim() === "") continue;
      const file = join(folder, `${i}_${j}.${cell_type === "code" ? "ts" : "md"}`);
      await Deno.writeTextFile(file, source.trimEnd() + "\n");
      cells.set(
        file,
        `${path}: cell ${j + 1} (${id}) is not formatted: ` +
          `run deno fmt --no-config --line-width 100 ${path}`,
      );
    }
  }
  const { output } = await deno(["fmt", "--check", "--config", config, ...cells.keys()]);
  return [...cells].filter(([file]) => output.includes(file)).map(([, problem]) => problem);
}

async function codeProblems(
  notebooks: NotebookFile[],
  folder: string,
  config: string,
): Promise<string[]> {
  const modules = await Promise.all(notebooks.map(async ({ path, notebook }, i) => {
    const source = notebookSource(notebook, {
      folder: pathToFileURL(dirname(resolve(path))).href + "/",
    });
    const file = join(folder, `${i}_${basename(path, ".ipynb")}.ts`);
    await Deno.writeTextFile(file, source.text);
    return { path, file, source };
  }));
  const files = modules.map(({ file }) => file);
  if (files.length === 0) return [];
  const runs = [
    await deno(["check", "--quiet", "--config", config, ...files]),
    await deno(["lint", "--quiet", "--compact", "--config", config, ...files]),
  ];
  return runs.filter(({ success }) => !success).map(({ output }) =>
    modules.reduce((text, { path, file, source }) => named(text, path, file, source), output)
  );
}

/** Replaces positions in the module by positions in the notebook in a message. */
function named(message: string, path: string, file: string, { origins }: NotebookSource): string {
  const place = (line: string, column: string) => {
    const origin = origins[Number(line) - 1];
    return origin
      ? `${path}, code cell ${origin.cell} (${origin.id}), line ${origin.line}, column ${column}`
      : path;
  };
  return message.replaceAll(pathToFileURL(file).href, file)
    .replaceAll(file, "\0")
    .replace(/\0:(?: line )?(\d+)(?::|, col )(\d+)/g, (_, line, column) => place(line, column))
    .replaceAll("\0", path);
}

async function deno(args: string[]): Promise<{ success: boolean; output: string }> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { success, output: (decoder.decode(stdout) + decoder.decode(stderr)).trim() };
}
