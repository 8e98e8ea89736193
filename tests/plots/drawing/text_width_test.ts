import { Resvg } from "@resvg/resvg-js";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  FONT_FILES,
  shortened,
  textWidth,
  wrapText,
} from "../../../lib/plots/drawing/text_width.ts";

/** Width of the drawn pixels of a text in resvg. */
function drawnWidth(text: string, size: number, weight: string): number {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="100">` +
    `<text x="9" y="60" font-family="DejaVu Sans" font-size="${size}" font-weight="${weight}">` +
    `${text}</text></svg>`;
  const fontFiles = Object.values(FONT_FILES).map((url) => fileURLToPath(url));
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()!.width;
}

Deno.test("textWidth() is the drawn width, except for the space around the first and last letter", () => {
  for (const text of ["Predicted purchases", "MMMMMMMM", "0.123, −4 ≥ 10⁻³ → χ²", "ñandú"]) {
    for (const [face, weight] of [["regular", "normal"], ["bold", "bold"]] as const) {
      const width = textWidth(text, 20, face), drawn = drawnWidth(text, 20, weight);
      assert(width - drawn > -0.5 && width - drawn < 5, `${text} ${face}: ${width} ${drawn}`);
    }
  }
});

Deno.test("wrapText() keeps every word, and every line within the width", () => {
  const text = "features that repeat each other stand in for each other";
  const lines = wrapText(text, 120, 11);
  assert(lines.length > 2);
  assert.equal(lines.join(" "), text);
  for (const line of lines) assert(textWidth(line, 11) <= 120, line);
  assert.deepEqual(wrapText("unbreakable", 10, 11), ["unbreakable"]);
  assert.deepEqual(wrapText("two\nlines", 500, 11), ["two", "lines"]);
});

Deno.test("shortened() cuts only text that does not fit, and adds an ellipsis", () => {
  assert.equal(shortened("short", 100), "short");
  const cut = shortened("a brand with a very long name", 80);
  assert(cut.endsWith("…") && cut.startsWith("a brand"));
  assert(textWidth(cut, 11) <= 80);
  assert.equal(shortened("😀😀😀", 1), "…");
});
