import { ansiToHtml } from "./ansi_to_html.ts";
import { escapeHtml } from "./escape_html.ts";
import { inlineFigures } from "./inline_figures.ts";
import type { MimeBundle, Output } from "../../jupyter/notebook.ts";
import { type Heading, renderMarkdown } from "./render_markdown.ts";
import { sanitizeHtml } from "./sanitize_html.ts";

/** An output of a cell as HTML, in the richest format that a page can show. */
export function renderOutput(output: Output, headings: Heading[] = []): string {
  switch (output.output_type) {
    case "stream": {
      const label = output.name === "stderr" ? ' aria-label="Messages"' : "";
      return `<pre class="stream ${output.name}" tabindex="0"${label}>${
        ansiToHtml(output.text.trimEnd())
      }</pre>`;
    }
    case "error": {
      const stack = output.traceback.join("\n").trim();
      const title = `${output.ename}: ${output.evalue}`;
      const details = stack.startsWith(title) ? stack.slice(title.length).trim() : stack;
      return `<div class="error"><p><strong>${escapeHtml(output.ename)}</strong>: ${
        escapeHtml(output.evalue)
      }</p>${details && `<pre tabindex="0">${ansiToHtml(details)}</pre>`}</div>`;
    }
    default:
      return `<div class="output scroll" tabindex="0">${renderData(output.data, headings)}</div>`;
  }
}

function renderData(data: MimeBundle, headings: Heading[]): string {
  const text = (type: string) => typeof data[type] === "string" ? data[type] as string : undefined;
  const html = text("text/html");
  if (html !== undefined) return sanitizeHtml(inlineFigures(html));
  const svg = text("image/svg+xml");
  if (svg !== undefined) return image("svg+xml", new TextEncoder().encode(svg).toBase64(), data);
  for (const type of ["png", "jpeg", "gif", "webp"]) {
    const base64 = text(`image/${type}`);
    if (base64 !== undefined) return image(type, base64.replaceAll(/\s/g, ""), data);
  }
  const markdown = text("text/markdown") ?? text("text/latex");
  if (markdown !== undefined) return renderMarkdown(markdown, headings);
  const json = data["application/json"];
  const plain = text("text/plain") ?? (json === undefined ? "" : JSON.stringify(json, null, 2));
  return `<pre>${ansiToHtml(plain)}</pre>`;
}

function image(type: string, base64: string, data: MimeBundle): string {
  const alt = typeof data["text/plain"] === "string" ? data["text/plain"] : "Figure";
  return `<img class="sodai-figure" alt="${
    escapeHtml(alt)
  }" src="data:image/${type};base64,${base64}">`;
}
