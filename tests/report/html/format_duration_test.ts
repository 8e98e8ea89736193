import assert from "node:assert/strict";
import { translator } from "../../../lib/language/messages.ts";
import { formatDuration } from "../../../lib/report/html/format_duration.ts";

Deno.test("a duration has two units from a minute on", () => {
  const cases: [number, string][] = [
    [999.4, "999 ms"],
    [1000, "1.0 s"],
    [59_940, "59.9 s"],
    [125_000, "2 min 5 s"],
    [7_500_000, "2 h 5 min"],
  ];
  for (const [ms, text] of cases) assert.equal(formatDuration(ms), text);
  assert.equal(formatDuration(1234, translator("es")), "1,2 s");
});
