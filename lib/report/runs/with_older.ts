/**
 * A table whose first rows are shown, and the others behind a line to click on, so that a page of
 * hundreds of runs stays short.
 *
 * @param table the HTML of a table of these rows.
 * @param older what the line says.
 */
export function withOlder(
  rows: readonly string[],
  shown: number,
  table: (rows: readonly string[]) => string,
  older: (count: number) => string,
): string {
  const [first, rest] = [rows.slice(0, shown), rows.slice(shown)];
  if (rest.length === 0) return table(first);
  return `${table(first)}\n<details class="older"><summary>${older(rest.length)}</summary>\n${
    table(rest)
  }\n</details>`;
}

/** A table that slides sideways where it is wider than the page. */
export function scrolled(table: string): string {
  return `<div class="scroll" tabindex="0">${table}</div>`;
}
