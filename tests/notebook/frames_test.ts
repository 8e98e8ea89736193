import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { sideBySide } from "../../lib/notebook/frames.ts";

Deno.test("rows side by side have a line for each column, formatted as in the column", () => {
  const frame = pl.DataFrame({
    week: ["W46", "W47", "W48"],
    size: [0.25, 1, 2],
    note: [null, "a", ""],
  });
  assert.deepEqual(sideBySide(frame, 2), {
    columns: ["column", "row 1", "row 2"],
    rows: [["week", "W46", "W47"], ["size (litres)", "0.25", "1.00"], ["note", "–", "a"]],
    constant: "",
  });
});

Deno.test("a column with one value in all rows is said once", () => {
  const frame = pl.DataFrame({ week: ["W46", "W46", "W46"], brand: ["a", "b", "c"] });
  assert.deepEqual(sideBySide(frame, 3), {
    columns: ["column", "row 1", "row 2", "row 3"],
    rows: [["brand", "a", "b", "c"]],
    constant: "In all these rows: week W46.",
  });
});
