import { OUTPUT_IS_AWAITED } from "../jupyter/awaited_output.ts";
import {
  type Displayable,
  figureView,
  type Frame,
  markdownView,
  type PlainTable,
  tableView,
} from "./views.ts";

/**
 * Pause after each view. The kernel reports the end of a cell before its last output is sent (half
 * of them within 2.4 ms, all within 43 ms), and nbclient and JupyterLab then stop listening. A
 * report saves its 115 pauses.
 */
const SENT_MS = 60;

/**
 * Shows the first rows of a frame or of a plain table, in a notebook.
 *
 * @param options.rows how many rows to show; 10 by default.
 * @param options.caption a line above the table.
 *
 * ```ts ignore
 * await showTable({ columns: ["week", "pairs"], rows: [["2024-W47", 3912], ["2024-W46", 4023]] });
 * ```
 */
export async function showTable(
  table: Frame | PlainTable,
  options: { rows?: number; caption?: string } = {},
): Promise<void> {
  await show(tableView(table, options));
}

/**
 * Shows an SVG picture in a notebook.
 *
 * @param options.alt what the picture shows, for those who cannot see it.
 */
export async function showFigure(svg: string, { alt }: { alt: string }): Promise<void> {
  await show(figureView(svg, { alt }));
}

/** Shows Markdown that a cell has composed; nothing if it is empty. */
export async function showMarkdown(text: string): Promise<void> {
  if (text !== "") await show(markdownView(text));
}

async function show(view: Displayable): Promise<void> {
  await Deno.jupyter.display(view);
  if (!Deno.env.get(OUTPUT_IS_AWAITED)) {
    await new Promise((resolve) => setTimeout(resolve, SENT_MS));
  }
}
