import type { Notebook } from "./notebook.ts";

/** The code of a notebook as one TypeScript module. */
export interface NotebookSource {
  text: string;
  /** The origin of each line of the module; null for an added line. */
  origins: (CellLine | null)[];
}

/** A line of a code cell; both count from 1, cells among the code cells. */
export interface CellLine {
  cell: number;
  id: string;
  line: number;
}

/**
 * Joins the code cells of a notebook, in order, into one module for `deno check` and `deno lint`,
 * which do not read notebooks. Relative imports become absolute, so it can be written anywhere.
 *
 * @param folder `file:` URL of the notebook's folder, ending in `/`.
 */
export function notebookSource(notebook: Notebook, { folder }: { folder: string }): NotebookSource {
  const lines: string[] = [];
  const origins: (CellLine | null)[] = [];
  notebook.cells.filter((cell) => cell.cell_type === "code").forEach(({ id, source }, i) => {
    const absolute = source.replace(
      /(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}\/[^"']*)\2/g,
      (_, before, quote, path) => `${before}${quote}${new URL(path, folder)}${quote}`,
    );
    absolute.split("\n").forEach((text, j) => {
      lines.push(text);
      origins.push({ cell: i + 1, id, line: j + 1 });
    });
  });
  lines.push("export {};"); // makes it a module: top-level await is allowed
  origins.push(null);
  return { text: lines.join("\n") + "\n", origins };
}
