import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { readDriftSide } from "../../lib/pipeline/drift_tables.ts";
import { watchFiles } from "../faults/inject/file_calls.ts";

Deno.test("a reference that the system refuses to read is not taken for a damaged one", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "reference.parquet");
    pl.DataFrame({ week: ["2024-W01"] }).writeParquet(path);
    for (const code of ["EACCES", "EIO"] as const) {
      using _ = watchFiles(folder, () => code);
      await assert.rejects(readDriftSide(path, "default"), { name: "Error", message: /os error/ });
    }
    await assert.rejects(readDriftSide(path, "default"), { name: "UserError" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
