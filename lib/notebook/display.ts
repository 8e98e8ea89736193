import { type Displayable, figureView, markdownView, tableView } from "./views.ts";

/**
 * Pause after each view. The kernel says that a cell has ended before the cell's last output has gone
 * out (half of them within 2.4 ms, all within 43 ms), and nbclient and JupyterLab listen no longer.
 */
const SENT_MS = 60;

/**
 * Shows the first rows of a polars frame or of a plain table, in a notebook.
 *
 * ```ts ignore
 * await showTable({ columns: ["week", "pairs"], rows: [["2024-W47", 3912], ["2024-W46", 4023]] });
 * ```
 */
export async function showTable(...table: Parameters<typeof tableView>): Promise<void> {
  await show(tableView(...table));
}

/** Shows an SVG picture in a notebook. */
export async function showFigure(...figure: Parameters<typeof figureView>): Promise<void> {
  await show(figureView(...figure));
}

/** Shows Markdown that a cell has composed. */
export async function showMarkdown(text: string): Promise<void> {
  await show(markdownView(text));
}

async function show(view: Displayable): Promise<void> {
  await Deno.jupyter.display(view);
  await new Promise((resolve) => setTimeout(resolve, SENT_MS));
}
