import { writeKernelspec } from "../../lib/jupyter/kernelspec.ts";
import type { Notebook } from "../../lib/jupyter/notebook.ts";
import { sampleNotebook } from "../jupyter/sample_notebook.ts";

/** A notebook that shows a table, a figure and a print, wherever its file stands. */
export function displayNotebook(): Notebook {
  const display = import.meta.resolve("../../lib/notebook/display.ts");
  // other clients stop listening when the kernel says it is idle: a print waits until it has gone out
  const wait = "await new Promise((resolve) => setTimeout(resolve, 300));";
  const svg = `<svg width="120" height="60"><circle cx="60" cy="30" r="20" fill="green"/></svg>`;
  return sampleNotebook(
    "# Sample\n\n$x^2$",
    `import { showFigure, showTable } from ${JSON.stringify(display)};`,
    `await showTable({ columns: ["n"], rows: [[1234], [5]] });`,
    `await showFigure(${JSON.stringify(svg)}, { alt: "A green dot" });`,
    `console.log("one\\ntwo");\n${wait}`,
  );
}

/** Environment of a Jupyter that knows this project's kernel and nothing of this machine's user. */
export async function jupyterEnvironment(folder: string): Promise<Record<string, string>> {
  await writeKernelspec({ dataDir: `${folder}/data` });
  // cells out of sight are in the page too
  const settings = `${folder}/settings/@jupyterlab/notebook-extension`;
  await Deno.mkdir(settings, { recursive: true });
  await Deno.writeTextFile(`${settings}/tracker.jupyterlab-settings`, '{"windowingMode": "none"}');
  return {
    JUPYTER_DATA_DIR: `${folder}/data`,
    JUPYTER_CONFIG_DIR: `${folder}/config`,
    JUPYTER_RUNTIME_DIR: `${folder}/runtime`,
    JUPYTERLAB_SETTINGS_DIR: `${folder}/settings`,
    JUPYTERLAB_WORKSPACES_DIR: `${folder}/workspaces`,
  };
}
