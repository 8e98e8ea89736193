import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { scanParquet } from "../../../lib/table/parquet_file/scan_parquet.ts";

const ignore = Deno.build.os === "windows"; // which has fewer letters for names

Deno.test("scanParquet() takes a path for a path, not for a pattern", { ignore }, async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["sales [2024]", "a*b?", "]x[", "{a,b}", "**"]) {
    const inner = join(folder, name);
    await Deno.mkdir(inner);
    for (const rows of [1, 2]) {
      const frame = pl.DataFrame({ row: Array.from({ length: rows }, (_, i) => i) });
      frame.writeParquet(join(inner, rows === 1 ? "[1].parquet" : "1.parquet"));
    }
    assert.equal((await scanParquet(join(inner, "[1].parquet")).collect()).height, 1);
  }
  await Deno.remove(folder, { recursive: true });
});
