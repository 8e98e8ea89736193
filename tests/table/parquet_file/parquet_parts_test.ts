import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { writeParquetParts, writePart } from "../../../lib/table/parquet_file/parquet_parts.ts";

function* weeks(count: number) {
  for (let week = 0; week < count; week++) {
    yield pl.DataFrame({
      row: Array.from({ length: 50 + week }, (_, i) => 1000 * week + i),
      week: Array.from({ length: 50 + week }, () => `2024-W${10 + week}`),
    });
  }
}

Deno.test("many frames become one file, in order, without part files", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "rows.parquet");
  assert.equal(await writeParquetParts(path, weeks(12)), 12 * 50 + 66);
  const read = pl.readParquet(path);
  assert.deepEqual(read.toRecords(), pl.concat([...weeks(12)]).toRecords());
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["rows.parquet"]);

  const again = join(folder, "again.parquet");
  await writeParquetParts(again, weeks(12));
  assert.deepEqual(await Deno.readFile(again), await Deno.readFile(path));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("rows that are in files already give the same bytes, and the files stay", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "rows.parquet"), [first, ...others] = weeks(4);
  await writeParquetParts(path, weeks(4));
  const part = await writePart(join(folder, "week.parquet"), first!);
  assert.deepEqual(part, { path: join(folder, "week.parquet"), rows: 50 });
  const again = join(folder, "again.parquet");
  assert.equal(await writeParquetParts(again, [part, ...others]), 4 * 50 + 6);
  assert.deepEqual(await Deno.readFile(again), await Deno.readFile(path));
  assert.equal(pl.readParquet(part.path).height, 50);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("part files that a killed process left are replaced", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "rows.parquet");
  await Deno.mkdir(`${path}.parts`);
  await Deno.writeTextFile(`${path}.parts/0.parquet`, "half");
  assert.equal(await writeParquetParts(path, weeks(2)), 101);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["rows.parquet"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an error midway leaves no part files", async () => {
  const folder = await Deno.makeTempDir();
  function* failing() {
    yield* weeks(2);
    throw new Error("no third week");
  }
  await assert.rejects(writeParquetParts(join(folder, "rows.parquet"), failing()), /no third week/);
  assert.deepEqual([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder, { recursive: true });
});
