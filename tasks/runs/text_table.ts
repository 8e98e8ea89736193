/**
 * A table of aligned columns; line breaks in cells are replaced.
 *
 * @param most the last column is cut so that no row has more characters.
 */
export function textTable(rows: string[][], most = Infinity): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/\s*\n\s*/g, " | ")));
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => [...row[i]!].length)));
  return cells.map((row) => {
    const line = row.map((cell, i) => cell + " ".repeat(widths[i]! - [...cell].length)).join("  ");
    const letters = [...line.trimEnd()];
    return letters.length <= most ? letters.join("") : `${letters.slice(0, most - 1).join("")}…`;
  }).join("\n");
}
