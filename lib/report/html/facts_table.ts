import { escapeHtml } from "./escape_html.ts";

/** Names and values, such as parameters, as an HTML table; values other than text are JSON. */
export function factsTable(facts: Record<string, unknown>): string {
  const rows = Object.entries(facts).map(([name, value]) =>
    `<tr><th scope="row">${escapeHtml(name)}</th><td>${
      escapeHtml(typeof value === "string" ? value : JSON.stringify(value) ?? "")
    }</td></tr>`
  );
  return `<div class="scroll" tabindex="0"><table class="facts"><tbody>${
    rows.join("")
  }</tbody></table></div>`;
}
