import { escapeHtml } from "./escape_html.ts";

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
// deno-lint-ignore no-control-regex -- escape sequences start with a control character
const ESCAPE = /\x1b\[([0-9;]*)([A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g;

/**
 * Converts terminal text to HTML. The eight colours and bold become classes (`ansi-red`), other
 * escape sequences are removed, and a line rewritten with a carriage return keeps its last state.
 *
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(ansiToHtml("\x1b[31m<no>\x1b[0m"), '<span class="ansi-red">&lt;no&gt;</span>');
 * ```
 */
export function ansiToHtml(text: string): string {
  let color = "", bold = false, html = "", end = 0;
  const write = (part: string) => {
    if (part === "") return;
    const classes = [color && `ansi-${color}`, bold && "ansi-bold"].filter(Boolean).join(" ");
    html += classes ? `<span class="${classes}">${escapeHtml(part)}</span>` : escapeHtml(part);
  };
  const shown = text.replaceAll("\r\n", "\n").replace(/^.*\r(?=.)/gm, "");
  for (const match of shown.matchAll(ESCAPE)) {
    write(shown.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[2] !== "m") continue;
    const codes = (match[1] || "0").split(";").map(Number);
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      if (code === 0) [color, bold] = ["", false];
      else if (code === 1) bold = true;
      else if (code === 22) bold = false;
      else if (code === 39) color = "";
      else if (code >= 30 && code <= 37) color = NAMES[code - 30]!;
      else if (code >= 90 && code <= 97) color = NAMES[code - 90]!;
      else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4; // 256 colours, or RGB
    }
  }
  write(shown.slice(end));
  return html;
}
