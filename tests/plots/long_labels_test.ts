import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { PAGE_WIDTH } from "../../lib/plots/drawing/style.ts";
import { labelledFigures } from "./gallery/long_labels.ts";
import { textFaults } from "./text_faults.ts";

const long = (length: number) => (end: string) =>
  `${end} ${"sparkling water of the north ".repeat(length / 29 + 1).slice(0, length - 4)} ${end}`;

const NAMES: Record<string, string[]> = {
  "280 characters": ["a", "b", "c"].map(long(280)),
  "10,000 characters": ["a", "b", "c"].map(long(10_000)),
  "one word of 280 characters": ["a", "b"].map((x) => "W".repeat(140) + x + "W".repeat(139)),
  "one word of 10,000 characters": ["a", "b"].map((x) => "x".repeat(9_999) + x),
  "Hebrew and Arabic": ["משקאות קלים של הצפון ".repeat(14), "مشروبات غازية ".repeat(20), "שלום"],
  "Chinese and emoji": ["北方的气泡水".repeat(50), "👨‍👩‍👧‍👦🍺".repeat(60), "e\u0301".repeat(280)],
  "control characters": ["a\u202eb\x1b[2Jc\nline", "zero\u200bwidth", "<title>&amp;</title>", "\t"],
  "one name": ["only"],
};

for (const [kind, names] of Object.entries(NAMES)) {
  for (const [name, { svg, width, height }] of Object.entries(labelledFigures(names))) {
    Deno.test(`figure ${name} copes with ${kind}`, () => {
      assert.deepEqual(textFaults(svg), []);
      assert(width <= PAGE_WIDTH && height < 2_000, `${width} × ${height}`);
      assert(svg.includes('style="max-width:100%'));
      assert(!/NaN|Infinity|undefined/.test(svg));
    });
  }
}

Deno.test("a shortened label shows its full text on hover, and stays distinct", () => {
  const names = NAMES["one word of 280 characters"]!;
  for (const [name, { svg }] of Object.entries(labelledFigures(names))) {
    const { document } = parseHTML(svg);
    const hovers = [...document.querySelectorAll("text > title")].map((title) => title.textContent);
    assert(hovers.some((text) => text.includes(names[0]!)), name);
    const fullOf = new Map<string, string>();
    for (const text of document.querySelectorAll("text")) {
      const title = text.querySelector("title");
      if (!title) continue;
      const full = title.textContent, short = text.textContent.slice(full.length);
      // the first line of two names is the same if their first words are
      const word = (text: string) => text.split(/[ ,\n]/, 1)[0];
      assert.equal(word(fullOf.get(short) ?? full), word(full), `${name}: ${short}`);
      fullOf.set(short, full);
    }
  }
});
