import { Buffer } from "node:buffer";
import { escapeHtml } from "../report/html/escape_html.ts";
import { splitConstant } from "./tables/constant_columns.ts";
import { formatColumn } from "./format_column.ts";
import type { MimeBundle } from "../jupyter/notebook.ts";
import { visibleText } from "../dag/terminal/visible_text.ts";

const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as typeof DISPLAY;

/** A value that Jupyter shows, at the end of a cell or through `Deno.jupyter.display`. */
export interface Displayable {
  /** Its representations by MIME type. */
  [DISPLAY](): MimeBundle;
}

/** A table whose rows are lists in the order of the columns, or objects by column name. */
export interface PlainTable {
  /** Names of the columns, from left to right. */
  columns: readonly string[];
  /** The rows, from top to bottom. */
  rows: readonly (readonly unknown[] | Readonly<Record<string, unknown>>)[];
}

/** Texts up to this length, such as weeks, stay on one line. */
const LONGEST_UNBROKEN = 16;

/** The part of a polars frame that is used here. */
export interface Frame {
  /** Names of the columns, from left to right. */
  columns: string[];
  /** Number of rows. */
  height: number;
  /** The first rows. */
  head(rows: number): { toRecords(): Record<string, unknown>[] };
}

/**
 * The first rows of a polars frame or of a plain table, numbers aligned to the right, and the
 * number of other rows. Columns without any value in them are left out, and a column with one value
 * in all of three or more rows stands once above them. (By itself, a polars frame
 * writes every row into the notebook, twice.)
 *
 * @param rows how many rows to show; default 10.
 * @param caption a line above the table.
 *
 * ```ts
 * tableView({ columns: ["week", "pairs"], rows: [["2024-W47", 3912], ["2024-W46", 4023]] });
 * ```
 */
export function tableView(
  table: Frame | PlainTable,
  { rows = 10, caption }: { rows?: number; caption?: string } = {},
): Displayable {
  const isFrame = (table: Frame | PlainTable): table is Frame => !("rows" in table);
  const height = isFrame(table) ? table.height : table.rows.length;
  const records = isFrame(table) ? table.head(rows).toRecords() : table.rows.slice(0, rows);
  const all = table.columns.flatMap((name, j) => {
    const values = records.map((row) => Array.isArray(row) ? row[j] : valueOf(row, name));
    if (values.length > 0 && values.every(isEmpty)) return [];
    const { alignRight, texts } = formatColumn(name, values);
    return [{ name: visibleText(name), alignRight, texts: texts.map(visibleText) }];
  });
  const { varying: texts, constant } = splitConstant(all);
  const left = height - records.length;
  const more = left > 0
    ? `${left.toLocaleString("en-US")} more ${left === 1 ? "row" : "rows"}`
    : "";

  const side = (j: number) => texts[j]!.alignRight ? "right" : "left";
  const row = (tag: "th" | "td", textOf: (j: number) => string) =>
    `<tr>${
      texts.map((_, j) =>
        `<${tag} style="text-align:${side(j)}${
          tag === "th" ? ";white-space:normal" : wrapping(textOf(j))
        }">${escapeHtml(textOf(j)).replaceAll("_", "_<wbr>")}</${tag}>`
      ).join("")
    }</tr>`;
  const html = `<table class="sodai-table">` +
    captionHtml([caption ?? "", constant]) +
    `<thead>${row("th", (j) => texts[j]!.name)}</thead><tbody>` +
    records.map((_, i) => row("td", (j) => texts[j]!.texts[i]!)).join("") +
    "</tbody>" +
    (more
      ? `<tfoot><tr><td colspan="${texts.length}" style="text-align:left">… ${more}</td></tr></tfoot>`
      : "") +
    "</table>";
  return displayable({
    "text/html": html,
    "text/plain": plainTable(texts, { above: [caption ?? "", constant], more }),
  });
}

/**
 * An SVG picture as an `img` element, which every notebook renderer keeps, unlike an `svg` element.
 * The background is white also in a dark theme, because figures use dark colours; the report's pages
 * put the `svg` itself in its place, in the colours of their theme.
 *
 * @param alt what the picture shows, for those who cannot see it.
 * @throws TypeError when the text is not an SVG document.
 */
export function figureView(svg: string, { alt }: { alt: string }): Displayable {
  const start = svg.indexOf("<svg");
  if (start < 0) throw new TypeError(`expected an SVG document, found ${svg.slice(0, 40)}`);
  const named = /^<svg[^>]*\sxmlns=/.test(svg.slice(start))
    ? svg.slice(start)
    : svg.slice(start).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  const source = `data:image/svg+xml;base64,${Buffer.from(named).toString("base64")}`;
  // inside an image, a shortened label does not show its full text on hover
  const full = [...new Set(Array.from(svg.matchAll(/<title>([^<]*)/g), ([, text]) => text!))];
  const finding = /<desc>([^<]*)<\/desc>/.exec(svg)?.[1];
  const described = finding ? `${escapeHtml(alt)}. ${finding}` : escapeHtml(alt);
  const hover = full.length > 0 ? ` title="${full.join("\n")}"` : "";
  return displayable({
    "text/html": `<img class="sodai-figure" alt="${described}"${hover} src="${source}" ` +
      `style="max-width:100%;height:auto;background:#fff;border-radius:6px">`,
    "text/plain": `[figure: ${alt}${finding ? `. ${finding}` : ""}]`,
  });
}

/** Markdown that a cell has composed, with formulas in `$…$`. */
export function markdownView(text: string): Displayable {
  return displayable({ "text/markdown": text, "text/plain": text });
}

function displayable(bundle: MimeBundle): Displayable {
  return { [DISPLAY]: () => bundle };
}

/** How a text may break where the table is too wide: between words, a hash anywhere. */
function wrapping(text: string): string {
  if (text.length <= LONGEST_UNBROKEN) return ";white-space:nowrap";
  return /[ _]/.test(text) ? ";white-space:normal" : ";white-space:normal;overflow-wrap:anywhere";
}

function captionHtml(lines: string[]): string {
  const shown = lines.filter((line) => line !== "").map(escapeHtml);
  return shown.length === 0
    ? ""
    : `<caption style="text-align:left">${shown.join("<br>")}</caption>`;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || Number.isNaN(value);
}

function valueOf(row: object, name: string): unknown {
  return (row as Record<string, unknown>)[name];
}

function plainTable(
  columns: { name: string; alignRight: boolean; texts: string[] }[],
  { above, more }: { above: string[]; more: string },
): string {
  const padded = columns.map(({ name, alignRight, texts }) => {
    const width = Math.max(name.length, ...texts.map((text) => text.length));
    return [name, "-".repeat(width), ...texts].map((text) =>
      alignRight ? text.padStart(width) : text.padEnd(width)
    );
  });
  const lines = padded[0]?.map((_, i) => padded.map((column) => column[i]).join("  ").trimEnd());
  return [...above, ...lines ?? [], more && `… ${more}`].filter((line) => line !== "").join("\n");
}
