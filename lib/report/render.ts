import { escapeHtml } from "./html/escape_html.ts";
import { factsTable } from "./html/facts_table.ts";
import { formatDuration } from "./html/format_duration.ts";
import type { ExecutedNotebook } from "../jupyter/execute_notebook.ts";
import { highlightCode } from "./html/highlight_code.ts";
import type { Cell, CodeCell } from "../jupyter/notebook.ts";
import { page } from "./html/page.ts";
import type { PageLink } from "./html/page_link.ts";
import { type Heading, renderMarkdown } from "./html/render_markdown.ts";
import { renderOutput } from "./html/render_output.ts";
import { withoutEmptySections } from "./html/without_empty_sections.ts";

/** Longer prints are cut, so that the page can be sent by mail. */
const LONGEST_PRINT = 100_000;

/**
 * Renders an executed notebook as one self-contained HTML page: no network requests, folded code,
 * formulas as MathML, for light and dark themes, paper and phones.
 *
 * Tags of cells: `hide-input` shows only the output, `hide-cell` nothing unless the cell failed,
 * `show-input` unfolds the code. Sections that show nothing are left out. A print of more than 100,000 characters is cut, with a note.
 *
 * @param title title of the page; an equal first-level heading is not repeated.
 * @param provenance origin of the page, such as run, week and version; shown at the top.
 * @param parameters parameters of the run, folded.
 * @param links links to the other pages, shown at the top; `current` is the `href` of this one.
 */
export function renderNotebook(
  executed: ExecutedNotebook,
  { title, provenance = {}, parameters = {}, links = [], current }: {
    title: string;
    provenance?: Record<string, string>;
    parameters?: Record<string, unknown>;
    links?: PageLink[];
    current?: string;
  },
): string {
  const headings: Heading[] = [];
  const cells = withoutEmptySections(executed.cells).map((cell) => {
    const tags = (cell.metadata["tags"] ?? []) as string[];
    if (cell.cell_type === "raw" || tags.includes("hide-cell") && !hasFailed(cell)) return "";
    if (cell.cell_type !== "code") {
      return `<section class="prose">\n${
        renderMarkdown(withoutTitle(cell.source, title), headings)
      }</section>`;
    }
    const code = tags.includes("hide-input") ? "" : codeBlock(cell, {
      durationMs: executed.durationsMs[cell.id],
      open: tags.includes("show-input"),
    });
    const outputs = cell.outputs.map((output) => renderOutput(cutLong(output), headings));
    return `<section class="cell">\n${code}${outputs.join("\n")}\n</section>`;
  });
  const main = `<header class="title">
<h1>${escapeHtml(title)}</h1>
${factsLine(provenance)}${parametersTable(parameters)}</header>
${cells.join("\n")}`;
  return page({
    title,
    main,
    headings: headings.filter(({ level }) => level === 2 || level === 3),
    links,
    current,
  });
}

function hasFailed(cell: Cell): boolean {
  return cell.cell_type === "code" &&
    cell.outputs.some((output) => output.output_type === "error");
}

function codeBlock(
  cell: CodeCell,
  { durationMs, open }: { durationMs: number | undefined; open: boolean },
): string {
  if (cell.source.trim() === "") return "";
  const failed = hasFailed(cell);
  const lines = cell.source.split("\n").length;
  const summary = [
    failed ? "This cell failed" : "Code",
    `${lines} ${lines === 1 ? "line" : "lines"}`,
    ...durationMs !== undefined && durationMs >= 1000 ? [formatDuration(durationMs)] : [],
  ].join(" · ");
  return `<details class="code${failed ? " failed" : ""}"${failed || open ? " open" : ""}>` +
    `<summary>${summary}</summary><pre tabindex="0"><code>${
      highlightCode(cell.source)
    }</code></pre></details>\n`;
}

/** Removes a heading equal to the title of the page. */
function withoutTitle(source: string, title: string): string {
  const [, heading, rest] = /^\s*#\s+(.*)\n?([^]*)$/.exec(source) ?? [];
  return heading?.trim() === title.trim() ? rest! : source;
}

function factsLine(facts: Record<string, string>): string {
  const items = Object.entries(facts).map(([name, value]) =>
    `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`
  );
  return items.length === 0 ? "" : `<dl class="facts-line">${items.join("")}</dl>\n`;
}

function parametersTable(parameters: Record<string, unknown>): string {
  const count = Object.keys(parameters).length;
  return count === 0
    ? ""
    : `<details class="parameters"><summary>${count} parameters</summary>${
      factsTable(parameters)
    }</details>\n`;
}

type Output = CodeCell["outputs"][number];

function cutLong(output: Output): Output {
  if (output.output_type !== "stream" || output.text.length <= LONGEST_PRINT) return output;
  const cut = output.text.length - LONGEST_PRINT;
  return {
    ...output,
    text: `${output.text.slice(0, LONGEST_PRINT)}\n… ${
      cut.toLocaleString("en-US")
    } more characters, not shown here`,
  };
}
