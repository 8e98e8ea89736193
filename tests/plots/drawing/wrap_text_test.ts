import assert from "node:assert/strict";
import { textWidth } from "../../../lib/plots/drawing/text_width.ts";
import { wrapText } from "../../../lib/plots/drawing/wrap_text.ts";

const style = { fontSize: 11, face: "regular" } as const;

Deno.test("wrapText() keeps every word, and every line within the width", () => {
  const text = "features that repeat each other stand in for each other";
  const lines = wrapText(text, 120, style);
  assert(lines.length > 2);
  assert.equal(lines.join(" "), text);
  for (const line of lines) assert(textWidth(line, 11) <= 120, line);
  assert.deepEqual(wrapText("two\nlines", 500, style), ["two", "lines"]);
});

Deno.test("wrapText() shortens a word that is wider than a line, and a text of many lines", () => {
  const [, word, last] = wrapText(`a word ${"w".repeat(300)} more`, 120, style);
  assert.match(word!, /^w+…w+$/);
  assert.equal(last, "more");
  for (const text of ["many words ".repeat(1000), "line\n".repeat(1000)]) {
    const lines = wrapText(`${text}end`, 120, style);
    assert(lines.length <= 6);
    assert(lines.some((line) => line.includes("…")));
    assert(lines.at(-1)!.endsWith("end"));
    for (const line of lines) assert(textWidth(line, 11) <= 120, line);
  }
});
