import assert from "node:assert/strict";
import { clock } from "../../lib/dag/clock.ts";

Deno.test("a duration changes its format at ten seconds and at one hour", () => {
  const cases: [number, string][] = [
    [9_999, "9.9 s"],
    [10_000, "0:10"],
    [3_599_999, "59:59"],
    [3_600_000, "1:00:00"],
  ];
  for (const [ms, text] of cases) assert.equal(clock(ms), text);
});
