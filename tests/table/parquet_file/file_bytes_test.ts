import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { encodeParquet } from "../../../lib/table/parquet.ts";
import { parquetBytes } from "../../../lib/table/parquet_file/file_bytes.ts";
import { UserError } from "../../../lib/user_error.ts";
import odd from "./odd_parquet.json" with { type: "json" };

const PARQUET = encodeParquet(pl.DataFrame({ items: [1, 2, 3] }));
const text = (content: string) => new TextEncoder().encode(content);

/** What is put in the place of the file, and what the message says. */
const CASES: Record<string, [put: (path: string) => void | Promise<void>, says: RegExp]> = {
  "a named pipe": [
    async (path) => {
      await new Deno.Command("mkfifo", { args: [path] }).output();
    },
    /found a named pipe\.\nPut a regular file/,
  ],
  "a device": [(path) => Deno.symlinkSync("/dev/zero", path), /found a device\.\nPut a regular/],
  "a link to nothing": [
    (path) => Deno.symlinkSync("gone\u00a0.parquet", path),
    /found a link to "gone\\u00a0\.parquet", which is not there\.\nPut the file itself/,
  ],
  "a folder without parquet files": [
    (path) => Deno.mkdirSync(path),
    /found a folder without parquet files\.\nPut the file/,
  ],
  "a folder of partitions": [
    (path) => {
      Deno.mkdirSync(join(path, "zone=1"), { recursive: true });
      Deno.writeTextFileSync(join(path, "_SUCCESS"), "");
      Deno.writeFileSync(join(path, "zone=1", "part-0.parquet"), PARQUET);
    },
    /found a folder of parts\.\nJoin them \(in Python: pd\.read_parquet\("(.*)"\)\.to_parquet\("\1\.one"\)\), then/,
  ],
  "a Delta table": [
    (path) => {
      Deno.mkdirSync(join(path, "_delta_log"), { recursive: true });
      Deno.writeFileSync(join(path, "part-0.parquet"), PARQUET);
    },
    /found a Delta table\.\nExport its current version/,
  ],
  "gigabytes of nothing": [
    (path) => {
      Deno.writeFileSync(path, new Uint8Array());
      Deno.truncateSync(path, 5e9);
    },
    /found a file that starts with "\\u0000\\u0000\\u0000\\u0000"\.\nExport the table as parquet/,
  ],
  "gigabytes of parquet": [
    async (path) => {
      using file = await Deno.create(path);
      await file.write(text("PAR1"));
      await file.seek(5e9, Deno.SeekMode.Start);
      await file.write(text("PAR1"));
    },
    /expected a file of at most 2\.1 GB, found 5\.0 GB\.\nExport only the columns/,
  ],
  "an encrypted file": [
    (path) => Deno.writeFileSync(path, Uint8Array.fromBase64(odd.files.encrypted)),
    /found an encrypted file\.\nExport it again without encryption/,
  ],
  "a CSV file with semicolons": [
    (path) => Deno.writeFileSync(path, Uint8Array.from(text("Año;b\n1,5;2\n"))),
    /\(in Python: pd\.read_csv\(".*", sep=";", decimal=","\)\.to_parquet\(".*"\)\)\.$/,
  ],
  "a CSV file in Latin-1": [
    (path) =>
      Deno.writeFileSync(path, Uint8Array.from("a\xf1o\tb\n1\t2\n", (c) => c.charCodeAt(0))),
    /sep="\\t", encoding="latin-1"\)\.to_parquet/,
  ],
  "JSON lines": [
    (path) => Deno.writeTextFileSync(path, '{"a": 1}\n{"a": 2}\n'),
    /found a file of JSON lines .*pd\.read_json\(".*", lines=True\)\.to_parquet/s,
  ],
  "an Excel file": [
    (path) => Deno.writeTextFileSync(path, "PK\x03\x04....[Content_Types].xml"),
    /found an Excel file .*\nSave the sheet as CSV/,
  ],
  "a ZIP file": [
    (path) => Deno.writeTextFileSync(path, "PK\x03\x04....clientes.parquet"),
    /found a compressed file .*Unpack it first/s,
  ],
  "a web page": [
    (path) => Deno.writeTextFileSync(path, "<!doctype html>"),
    /found a web page or XML .*Download or export the table itself/s,
  ],
  "a pointer of Git LFS": [
    (path) => Deno.writeTextFileSync(path, "version https://git-lfs.github.com/spec/v1\n"),
    /found a pointer of Git LFS instead of the file/,
  ],
};

// Windows has no named pipes, and fewer letters for names
const ignore = Deno.build.os === "windows";

for (const [name, [put, says]] of Object.entries(CASES)) {
  Deno.test(`parquetBytes() tells that it found ${name}, at once`, { ignore }, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = join(folder, "clientes [1]\n.parquet");
      await put(path);
      const start = performance.now();
      await assert.rejects(parquetBytes(path), (error: Error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.message, says);
        assert.equal(error.message.split("\n").length, 2, error.message);
        return true;
      });
      assert(performance.now() - start < 1000);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("parquetBytes() reads a file of any name", { ignore }, async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["[ab]*?.parquet", "a\nb\u00a0.parquet", "~.parquet"]) {
    const path = join(folder, name);
    await Deno.writeFile(path, PARQUET);
    assert.deepEqual(await parquetBytes(path), PARQUET);
  }
  await Deno.remove(folder, { recursive: true });
});
