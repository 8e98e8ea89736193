import assert from "node:assert/strict";
import { join } from "node:path";
import { nativeWrite } from "../../../lib/table/parquet_file/native_write.ts";
import { userErrorOf } from "../../../lib/system_error.ts";

const FORMS = [
  "parquet: File out of specification: underlying IO error: Input/output error (os error 5)",
  "Input/output error (os error 5): /elsewhere/a.parquet",
  "called `Result::unwrap()` on an `Err` value: " +
  'Os { code: 5, kind: Uncategorized, message: "Input/output error" }',
];

Deno.test("a fault that polars reports in any form, and that has passed, names the file", async () => {
  const folder = Deno.makeTempDirSync(), path = join(folder, "a.parquet");
  for (const form of FORMS) {
    const cause = Object.assign(new Error(form), { code: "GenericFailure" });
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
