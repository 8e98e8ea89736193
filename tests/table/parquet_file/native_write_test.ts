import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { nativeWrite } from "../../../lib/table/parquet_file/native_write.ts";
import { scanParquet } from "../../../lib/table/parquet_file/scan_parquet.ts";
import { userErrorOf } from "../../../lib/system_error.ts";

const FORMS = [
  "parquet: File out of specification: underlying IO error: Input/output error (os error 5)",
  "Input/output error (os error 5): PATH",
  "called `Result::unwrap()` on an `Err` value: " +
  'Os { code: 5, kind: Uncategorized, message: "Input/output error" }',
];

Deno.test("a fault that polars reports in any form, and that has passed, names the file", async () => {
  const folder = Deno.makeTempDirSync(), path = join(folder, "a.parquet");
  for (const form of FORMS) {
    const cause = Object.assign(new Error(form.replace("PATH", path)), { code: "GenericFailure" });
    const write = nativeWrite(path, () => Promise.reject(cause));
    await assert.rejects(write, (error: Error) => {
      assert.equal(error.message, `Input/output error (os error 5): writefile '${path}'`);
      assert.equal(error.cause, cause);
      assert(userErrorOf(error)?.message.startsWith(`Cannot write ${path}: the disk or drive`));
      return true;
    });
  }
  const bug = new Error("called `Option::unwrap()` on a `None` value");
  await assert.rejects(nativeWrite(path, () => Promise.reject(bug)), (error) => error === bug);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("what polars cannot read while it writes is named, not the file that it writes", async () => {
  const folder = Deno.makeTempDirSync();
  const source = join(folder, "in.parquet"), target = join(folder, "out.parquet");
  pl.DataFrame({ a: [1, 2, 3] }).writeParquet(source);
  const copy = scanParquet(source).sinkParquet(target, { compression: "zstd" });
  Deno.removeSync(source);
  await assert.rejects(nativeWrite(target, () => copy.collect()), (error: Error) => {
    assert.match(userErrorOf(error)!.message, /^Cannot read .*in\.parquet: there is no such file/);
    return true;
  });
  Deno.removeSync(folder, { recursive: true });
});
