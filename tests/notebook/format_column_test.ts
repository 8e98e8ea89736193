import assert from "node:assert/strict";
import { formatColumn } from "../../lib/notebook/format_column.ts";

Deno.test("the largest number of a column determines its decimals", () => {
  const cases: [number, string][] = [
    [1000.25, "1,000.3"],
    [999.25, "999.25"],
    [100.125, "100.13"],
    [99.125, "99.125"],
    [1.5, "1.500"],
    [0.5, "0.5000"],
  ];
  for (const [value, text] of cases) assert.deepEqual(formatColumn("x", [value]).texts, [text]);
  // 1,000 counts as large
  assert.deepEqual(formatColumn("x", [1000, 0.25]).texts, ["1,000.0", "0.3"]);
});
