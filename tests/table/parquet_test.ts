import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import pl from "nodejs-polars";
import type { Column, ColumnTable } from "../../lib/table/column_table.ts";
import {
  encodeParquet,
  frameFromTable,
  openInput,
  readParquet,
  tableFromFrame,
} from "../../lib/table/parquet.ts";
import { simulate } from "../../lib/simulator/simulator.ts";
import { UserError } from "../../lib/user_error.ts";

const frame = simulate({ customers: 30, products: 10, weeks: 6 }).transacciones;
const whole = encodeParquet(frame);

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("readParquet() returns the frame, its size and the SHA-256 of its bytes", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "transacciones.parquet");
    await Deno.writeFile(path, whole);
    const file = await readParquet(path);
    assert.ok(file.frame.frameEqual(frame));
    assert.equal(file.bytes, whole.length);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
    assert.equal(file.fingerprint, digest.toHex());
  });
});

const changed = (at: number, length: number) =>
  whole.map((byte, i) => i >= at && i < at + length ? byte ^ 0x5a : byte);
const unreadable: { name: string; bytes: Uint8Array; found: string; remedy?: RegExp }[] = [
  { name: "an empty file", bytes: new Uint8Array(), found: "found an empty file (0 bytes)" },
  {
    name: "a CSV file",
    bytes: new TextEncoder().encode("customer_id,product_id\n1,2\n"),
    found: 'found a text file that starts with "cust"',
    remedy: /in Python: pd\.read_csv\(".*"\)\.to_parquet\(".*clientes\.parquet"\)\)\.$/,
  },
  {
    name: "a truncated file",
    bytes: whole.slice(0, whole.length - 1000),
    found: `found a truncated file: ${whole.length - 1000} bytes, the last four not PAR1`,
  },
  {
    name: "a file of one magic word",
    bytes: whole.slice(0, 4),
    found: "a truncated file: 4 bytes",
  },
  {
    name: "a file that lost its middle",
    bytes: new Uint8Array([...whole.slice(0, 500), ...whole.slice(-300)]),
    found: "found a damaged file (",
  },
  { name: "a damaged page", bytes: changed(100, 400), found: "found a damaged file (" },
];
for (const { name, bytes, found, remedy } of unreadable) {
  Deno.test(`readParquet() reports ${name}`, async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "clientes.parquet");
      await Deno.writeFile(path, bytes);
      await assert.rejects(readParquet(path), (error: Error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.ok(error.message.startsWith(`${path}: expected a parquet file`), error.message);
        assert.ok(error.message.includes(found), error.message);
        assert.match(error.message, remedy ?? /\nExport or copy it again completely\.$/);
        return true;
      });
    });
  });
}

Deno.test("the error for a full folder names eight files and counts the others", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (let i = 0; i < 11; i++) await Deno.writeTextFile(`${folder}/${i + 10}.csv`, "");
    await assert.rejects(
      readParquet(`${folder}/clientes.parquet`),
      /found 10\.csv, 11\.csv, [^]*17\.csv,? (and )?3 more/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readParquet() reports a missing file with folder, expected and found files", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "ventas.csv"), "");
    const expected = ["transacciones.parquet", "clientes.parquet"];
    const path = join(folder, "clientes.parquet");
    await assert.rejects(openInput(path, { expected }), {
      name: "UserError",
      message: `clientes.parquet is missing: expected ${expected.join(", ")} in ${folder}, ` +
        `found ventas.csv there.\nPut the files there, or use another folder with --data-dir.`,
    });
    await assert.rejects(readParquet(join(folder, "no", "x.parquet")), /no such folder/);
  });
});

Deno.test("readParquet() refuses a folder", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "clientes.parquet");
    await Deno.mkdir(path);
    await assert.rejects(readParquet(path), (error: Error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /: expected a parquet file, found a folder without parquet files\./,
      );
      return true;
    });
  });
});

Deno.test("encodeParquet() returns the same bytes for the same frame", () => {
  assert.deepEqual(encodeParquet(frame), whole);
  const copy = pl.DataFrame(Object.fromEntries(
    frame.columns.map((name) => [name, frame.getColumn(name)]),
  ));
  assert.deepEqual(encodeParquet(copy), whole);
});

const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -0));
const tables: fc.Arbitrary<ColumnTable> = fc.nat(40).chain((length) => {
  const exactly = { minLength: length, maxLength: length };
  const texts = fc.array(fc.option(fc.string({ unit: "grapheme" }), { nil: undefined }), exactly);
  const columns: fc.Arbitrary<Column>[] = [
    fc.array(number, exactly).map((values) => ({
      kind: "numeric",
      name: "double",
      values: Float64Array.from(values),
    })),
    fc.array(number, exactly).map((values) => ({
      kind: "numeric",
      name: "single",
      values: Float32Array.from(values),
    })),
    texts.map((rows) => {
      const categories = [...new Set(rows.filter((text) => text !== undefined))].sort();
      const codes = Int32Array.from(
        rows,
        (text) => text === undefined ? -1 : categories.indexOf(text),
      );
      return { kind: "categorical", name: "text", codes, categories };
    }),
  ];
  return fc.tuple(...columns).map((columns) => ({ length, columns }));
});

Deno.test("tableFromFrame() reverses frameFromTable()", () => {
  fc.assert(
    fc.property(tables, (table) => {
      const back = tableFromFrame(frameFromTable(table), { categorical: ["text"] });
      assert.deepEqual(back, table);
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("frames and tables keep the order of many rows", () => {
  const length = 300_000;
  const texts = Array.from({ length }, (_, i) => ["ñ", "a", null, "B"][(i * 7 + (i >> 3)) % 4]!);
  const table = tableFromFrame(pl.DataFrame({ text: texts }), { categorical: ["text"] });
  const column = table.columns[0]!;
  assert.ok(column.kind === "categorical");
  assert.deepEqual(column.categories, ["B", "a", "ñ"]);
  texts.forEach((text, i) => assert.equal(column.categories[column.codes[i]!] ?? null, text));
  assert.deepEqual(frameFromTable(table).getColumn("text").toArray(), texts);
});

Deno.test("tableFromFrame() converts booleans, whole numbers and nulls to numbers", () => {
  const { columns } = tableFromFrame(pl.DataFrame({ yes: [true, false, null], n: [1, null, 3] }));
  assert.deepEqual(columns, [
    { kind: "numeric", name: "yes", values: Float64Array.of(1, 0, NaN) },
    { kind: "numeric", name: "n", values: Float64Array.of(1, NaN, 3) },
  ]);
  assert.throws(() => tableFromFrame(pl.DataFrame({ text: ["a"] })), {
    name: "TypeError",
    message: "column text is text and not named in categorical",
  });
});
