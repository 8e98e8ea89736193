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
