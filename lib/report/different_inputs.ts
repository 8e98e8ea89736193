import { createHash } from "node:crypto";
import { join } from "node:path";
import type { RunRecord } from "../dag/runs/run_record.ts";
import { faultOf } from "../system_error.ts";
import { UserError } from "../user_error.ts";

/** What to say if the data are not those that a run read; `undefined` if they are. */
export async function differentInputs(
  { run_id, inputs }: RunRecord,
  dataDir: string,
): Promise<UserError | undefined> {
  const files = Object.keys(inputs).filter((name) => name.endsWith(".parquet"));
  const other: string[] = [];
  for (const name of files) {
    try {
      const bytes = await Deno.readFile(join(dataDir, name));
      const found = createHash("sha256").update(bytes).digest("hex");
      if (found !== inputs[name]) other.push(`another ${name}`);
    } catch (error) {
      const why = faultOf(error as Error)?.why;
      if (why === undefined) throw error;
      const isMissing = error instanceof Deno.errors.NotFound;
      other.push(isMissing ? `no ${name}` : `${name} that cannot be read (${why})`);
    }
  }
  if (other.length === 0) return undefined;
  return new UserError(
    `expected the data that run ${run_id} read, found ${other.join(", ")} in ${dataDir}\n` +
      "Set their folder with --data-dir, or run the pipeline on the new data first.",
  );
}
