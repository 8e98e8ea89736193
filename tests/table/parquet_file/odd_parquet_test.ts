import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { readColumns } from "../../../lib/table/parquet_file/read_columns.ts";
import odd from "./odd_parquet.json" with { type: "json" };

/** Files that others wrote; `odd_parquet.py` made them. */
const bytesOf = (base64: string) => Uint8Array.fromBase64(base64);

function valuesOf(base64: string): unknown[] {
  const { frame, faults } = readColumns(bytesOf(base64), ["items"]);
  assert.deepEqual([...faults], []);
  const series = frame.getColumn("items");
  const isText = ["String", "Categorical"].includes(series.dtype.variant);
  return (isText ? series : series.cast(pl.Float64)).toArray();
}

for (const [name, file] of Object.entries({ ...odd.ignored, ...odd.formats })) {
  Deno.test(`readColumns() reads the column that is needed: ${name}`, () => {
    assert.deepEqual(valuesOf(file), [1.5, null, 3]);
  });
}

for (const [name, { file, values }] of Object.entries(odd.needed)) {
  Deno.test(`readColumns() reads exactly: ${name}`, () => {
    assert.deepEqual(valuesOf(file), values);
  });
}

for (const [name, { file, values }] of Object.entries(odd.dates)) {
  Deno.test(`readColumns() reads the instants of ${name}`, () => {
    const { frame, faults } = readColumns(bytesOf(file), ["items"]);
    assert.deepEqual([...faults], []);
    const microseconds = pl.col("items").cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64);
    assert.deepEqual(frame.select(microseconds).getColumn("items").toArray(), values);
  });
}

for (const [name, { file, says }] of Object.entries(odd.faults)) {
  Deno.test(`readColumns() tells what is wrong with ${name}, and no other column`, () => {
    const { frame, faults, rows } = readColumns(bytesOf(file), ["items", "absent"]);
    assert.deepEqual([...faults.keys()], ["items"]);
    const { found, remedy } = faults.get("items")!;
    assert.ok(`${found}; ${remedy}`.startsWith(says), `${found}; ${remedy}`);
    assert.deepEqual([frame.columns, rows > 0], [[], true]);
  });
}

Deno.test("readColumns() knows the rows of a file without a needed column, and an empty file", () => {
  const { rows, names, frame } = readColumns(bytesOf(odd.files["no needed column"]), ["items"]);
  assert.deepEqual([rows, names, frame.width], [3, ["x"], 0]);
  const empty = readColumns(bytesOf(odd.files["no rows"]), ["items"]);
  assert.deepEqual([empty.rows, empty.frame.columns], [0, ["items"]]);
});

Deno.test("readColumns() notices every changed byte of a needed column with checksums", () => {
  const file = odd.files.checksums, values = valuesOf(file);
  let noticed = 0;
  for (let at = 4; at < bytesOf(file).length - 8; at++) {
    const bytes = bytesOf(file);
    bytes[at]! ^= 1 << at % 8;
    try {
      const { frame, faults } = readColumns(bytes, ["items"]);
      if (frame.width === 0) noticed++;
      else {
        assert.deepEqual([...faults], []);
        assert.deepEqual(frame.getColumn("items").cast(pl.Float64).toArray(), values, `${at}`);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      noticed++;
    }
  }
  assert(noticed > 8 * 50, `${noticed}`); // the 50 values have 8 bytes each
});
