import assert from "node:assert/strict";
import { formatColumn } from "../../lib/notebook/format_column.ts";

Deno.test("the largest number of a column determines its decimals", () => {
  const cases: [number, string][] = [
    [1000.25, "1,000.3"],
    [999.25, "999.25"],
    [100.125, "100.13"],
    [99.125, "99.125"],
    [1.5, "1.5"],
    [0.5, "0.5"],
    [2 / 3, "0.6667"],
  ];
  for (const [value, text] of cases) assert.deepEqual(formatColumn("x", [value]).texts, [text]);
  // 1,000 counts as large
  assert.deepEqual(formatColumn("x", [1000, 0.25]).texts, ["1,000.0", "0.3"]);
});

Deno.test("a column of exact numbers has as many decimals as they need", () => {
  assert.deepEqual(formatColumn("size", [0.25, 1, 0.5]).texts, ["0.25", "1.00", "0.50"]);
});

Deno.test("no p-value is 0", () => {
  const texts = ["< 0.0001", "< 0.0001", "0.0001", "1.0000"];
  for (const name of ["p", "p_value", "cluster_p_value"]) {
    assert.deepEqual(formatColumn(name, [0, 9.9e-5, 1e-4, 1]).texts, texts);
  }
  assert.deepEqual(formatColumn("p", [0]).texts, ["< 0.0001"]);
  assert.deepEqual(formatColumn("drop", [0, 0.5]).texts, ["0.0", "0.5"]);
});
