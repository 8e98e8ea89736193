import assert from "node:assert/strict";
import { plainLines } from "../../../lib/dag/terminal/plain_lines.ts";
import { styledLine } from "../../../lib/dag/terminal/styled_line.ts";
import { visibleText } from "../../../lib/dag/terminal/visible_text.ts";

Deno.test("control and bidirectional characters are escaped, other text is unchanged", () => {
  assert.equal(visibleText("Ñandú 10 × 2\t…\n😀"), "Ñandú 10 × 2\t…\n😀");
  assert.equal(
    visibleText("\x00\x07\x1b\x7f\x9b\u202e\u2066"),
    "\\u0000\\u0007\\u001b\\u007f\\u009b\\u202e\\u2066",
  );
});

Deno.test("names in the data cannot move the terminal's cursor or add a log line", () => {
  const hostile = "brand \x1b[2J\rok";
  assert.equal(
    styledLine([{ text: hostile, style: "31" }], { columns: 80, color: true }),
    "\x1b[31mbrand \\u001b[2J\\u000dok\x1b[0m",
  );
  const lines: string[] = [];
  const report = plainLines({ write: (text) => lines.push(text), now: () => 0 });
  report({ kind: "warning", task: "extract_data", text: hostile });
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^\S+ extract_data {2}warning: brand \\u001b\[2J\\u000dok\n$/);
});

Deno.test("zero width, separators, tags and half surrogates are shown, emoji are left", () => {
  assert.equal(
    visibleText("\u200b\u200d\u2060\ufeff\u00ad\u061c\u2028\u3164\u{e0041}\ud800"),
    "\\u200b\\u200d\\u2060\\ufeff\\u00ad\\u061c\\u2028\\u3164\\udb40\\udc41\\ud800",
  );
  assert.equal(visibleText("\u202a\u202b\u202c\u202d\u2067\u2068\u2069").length, 7 * 6);
  for (const text of ["👨‍👩‍👧 1️⃣ ❤️", "Žluťoučký e\u0301 水 שלום", "a\u00a0b"]) {
    assert.equal(visibleText(text), text);
  }
});

Deno.test("JSON of hostile texts is safe to show, and the same value", () => {
  const value = { "\x9b\u202e": "\n\t\x1b[2J\u{e0041}\ud800" };
  const json = visibleText(JSON.stringify(value, null, 2));
  assert.match(json, /^[\n -~]*$/);
  assert.deepEqual(JSON.parse(json), value);
});
