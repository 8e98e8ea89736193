import type { Cell } from "../../jupyter/notebook.ts";

/**
 * The cells of an executed notebook without the sections that show nothing: those whose code cells
 * all ran without output, as what a first run has nothing to compare with. A section begins with a
 * heading of the second level. What comes before the first one stays, text without code too, and
 * code that did not run.
 */
export function withoutEmptySections(cells: readonly Cell[]): Cell[] {
  const sections: Cell[][] = [[]];
  for (const cell of cells) {
    if (cell.cell_type === "markdown" && /^\s*## /.test(cell.source)) sections.push([]);
    sections.at(-1)!.push(cell);
  }
  return sections.filter((section, i) => i === 0 || !isEmpty(section)).flat();
}

function isEmpty(section: Cell[]): boolean {
  const code = section.filter((cell) => cell.cell_type === "code");
  return code.length > 0 &&
    code.every(({ outputs, execution_count }) => outputs.length === 0 && execution_count !== null);
}
