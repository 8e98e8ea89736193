import { visibleText } from "./visible_text.ts";

/** A part of a line in one style; `style` holds the parameters of an SGR sequence, as in `1;32`. */
export interface Span {
  text: string;
  style?: string;
}

/**
 * Formats a line for a terminal, cut to its width. Colour sequences do not count.
 *
 * @example
 * ```ts
 * import { styledLine } from "./styled_line.ts";
 * import assert from "node:assert/strict";
 *
 * const spans = [{ text: "ok", style: "32" }, { text: " everything" }];
 * assert.equal(styledLine(spans, { columns: 6, color: true }), "\x1b[32mok\x1b[0m ev…");
 * ```
 */
export function styledLine(spans: Span[], { columns, color }: { columns: number; color: boolean }) {
  const shown = spans.map(({ text, style }) => ({ text: visibleText(text), style }));
  const length = shown.reduce((sum, { text }) => sum + [...text].length, 0);
  const fits = length <= columns;
  let room = fits ? columns : columns - 1;
  let line = "";
  for (const { text, style } of shown) {
    const seen = [...text].slice(0, room).join("");
    room -= [...seen].length;
    line += color && style && seen ? `\x1b[${style}m${seen}\x1b[0m` : seen;
  }
  return fits ? line : line + "…";
}
