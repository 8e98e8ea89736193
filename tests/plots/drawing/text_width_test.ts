import { Resvg } from "@resvg/resvg-js";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { FONT_FILES, textWidth } from "../../../lib/plots/drawing/text_width.ts";

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

Deno.test("letters that the font lacks are as wide as in the fonts that have them", () => {
  assert.equal(textWidth("水", 10), 10);
  assert.equal(textWidth("🍺", 10), 14);
  assert.equal(textWidth("e\u0301", 10), textWidth("e", 10) + textWidth("\u0301", 10));
});
