import { writeKernelspec } from "../../lib/jupyter/kernelspec.ts";
import type { Notebook } from "../../lib/jupyter/notebook.ts";
import { sampleNotebook } from "../jupyter/sample_notebook.ts";

/** A notebook that shows a table, a figure and printed text, in whatever folder its file is. */
export function displayNotebook(): Notebook {
  const display = import.meta.resolve("../../lib/notebook/display.ts");
  // some clients stop listening once the kernel is idle, so the cell waits until the text is sent
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

/** Environment for Jupyter with this project's kernel and without the user's own settings. */
export async function jupyterEnvironment(folder: string): Promise<Record<string, string>> {
  await writeKernelspec({ dataDir: `${folder}/data` });
  // render cells outside the viewport too
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
