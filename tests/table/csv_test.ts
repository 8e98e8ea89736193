import assert from "node:assert/strict";
import fc from "fast-check";
import { csvField, csvRows } from "../../lib/table/csv.ts";

Deno.test("csvRows() reads any text that csvField() wrote", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(",", '"', "\n", "\r", "a") }),
  );
  const rows = fc.array(fc.array(text, { minLength: 1 }));
  fc.assert(fc.property(rows, (rows) => {
    const csv = rows.map((row) => `${row.map(csvField).join(",")}\n`).join("");
    assert.deepEqual(csvRows(csv), rows);
  }));
});

Deno.test("csvField() does not change a text without comma, quote and line break", () => {
  for (const text of ["00123", "a b", "=1+1", "C'7", "é;"]) assert.equal(csvField(text), text);
});
