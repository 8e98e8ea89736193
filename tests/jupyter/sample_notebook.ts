import type { Notebook } from "../../lib/jupyter/notebook.ts";

/** A notebook of code cells; a source that starts with `#` is a Markdown cell. */
export function sampleNotebook(...sources: string[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "sodai", display_name: "SodAI (Deno)", language: "typescript" },
      language_info: { name: "typescript" },
    },
    cells: sources.map((source, i) => {
      const cell = { id: `cell-${i + 1}`, source, metadata: {} };
      return source.startsWith("#")
        ? { ...cell, cell_type: "markdown" }
        : { ...cell, cell_type: "code", execution_count: null, outputs: [] };
    }),
  };
}
