import { Buffer } from "node:buffer";
import type { Figure } from "../plots/drawing/figure.ts";
import { escapeHtml } from "./html/escape_html.ts";
import { inlineFigures } from "./html/inline_figures.ts";
import { page } from "./html/page.ts";

/** An evaluation as one self-contained HTML page: the table, then the figures. */
export function evaluationPage(
  table: string,
  figures: Record<string, Figure>,
  { title }: { title: string },
): string {
  const images = Object.entries(figures).map(([name, { svg }]) => {
    const alternative = escapeHtml(name.replaceAll("_", " "));
    return `<p><img alt="${alternative}" src="data:image/svg+xml;base64,${base64(svg)}"></p>`;
  });
  const main = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<pre>${escapeHtml(table)}</pre>`,
    ...images.map(inlineFigures),
  ];
  return page({ title, main: main.join("\n") });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
