import assert from "node:assert/strict";
import fc from "fast-check";
import { distinctShortener, shortened } from "../../../lib/plots/drawing/shortened.ts";
import { shownText } from "../../../lib/plots/drawing/shown_text.ts";
import { textWidth } from "../../../lib/plots/drawing/text_width.ts";

Deno.test("shortened() keeps both ends of a text that does not fit, and a text that does", () => {
  assert.equal(shortened("short", 100), "short");
  const cut = shortened("a brand with a very long name", 80);
  assert.match(cut, /^a br.*….*ame$/);
  assert(textWidth(cut, 11) <= 80);
  assert.equal(shortened("😀😀😀", 1), "…");
});

Deno.test("shortened() never exceeds the width, whatever the text", () => {
  const text = fc.string({ unit: "binary", maxLength: 400 });
  fc.assert(
    fc.property(text, fc.integer({ min: 12, max: 300 }), (text, width) => {
      assert(textWidth(shortened(text, width), 11) <= width);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("shortened() does not part a letter from its marks, or an emoji from its parts", () => {
  const family = "👨‍👩‍👧‍👦";
  const cut = shortened(`${family.repeat(40)}e\u0301`, 200);
  assert.match(cut, /^(👨‍👩‍👧‍👦)+…(👨‍👩‍👧‍👦)*e\u0301$/u);
  const half = shortened("😀".repeat(5_001) + "a", 60);
  assert.equal(half, half.toWellFormed());
});

Deno.test("distinctShortener() keeps texts apart that look alike when shortened", () => {
  const shorten = distinctShortener();
  const texts = ["a", "b", "c"].map((middle) => "W".repeat(140) + middle + "W".repeat(140));
  const short = texts.map((text) => shorten(text, 200));
  assert.equal(new Set(short).size, 3);
  assert.match(short[1]!, /^W+…\(2\)…W+$/);
  // the same text is the same label, in all plots of a figure
  assert.deepEqual(texts.map((text) => shorten(text, 200)), short);
  for (const label of short) assert(textWidth(label, 11) <= 200);
});

Deno.test("shownText() shows what has no look of its own", () => {
  assert.equal(shownText("a\u202eb\x1b[2J\x9b\u200b\u2028\ud800"), "a�b�[2J����");
  assert.equal(shownText("niño 水 👨‍👩‍👧 1️⃣\n"), "niño 水 👨‍👩‍👧 1️⃣\n");
  assert.equal(shownText("a\u200db"), "a�b");
  assert.equal(shownText("e" + "\u0301".repeat(280)), "e" + "\u0301".repeat(4));
});
