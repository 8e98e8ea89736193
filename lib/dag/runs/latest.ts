import { basename, join } from "node:path";
import { UserError } from "../../user_error.ts";
import { runFolder } from "./run_folder.ts";

/**
 * Points `outputs/latest` to a run. The link is relative, as the folder may be moved or mounted
 * elsewhere, and is swapped by one rename: readers find the old run or the new one.
 */
export function setLatest(outputsDir: string, runId: string): void {
  const latest = join(outputsDir, "latest");
  const temporary = join(outputsDir, ".unfinished-latest");
  try {
    Deno.removeSync(temporary);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  Deno.symlinkSync(join("runs", runId), temporary, { type: "dir" });
  try {
    Deno.renameSync(temporary, latest);
  } catch (error) {
    Deno.removeSync(temporary);
    if (!Deno.lstatSync(latest).isDirectory) throw error;
    throw new UserError(
      `Expected a link to the newest successful run at ${latest}, found a folder.\n` +
        `Move it away and run again with --resume.`,
      1,
    );
  }
}

/** The id of the run that `outputs/latest` points to; `undefined` before the first success. */
export function readLatest(outputsDir: string): string | undefined {
  try {
    const runId = basename(Deno.readLinkSync(join(outputsDir, "latest")));
    Deno.statSync(runFolder(outputsDir, runId));
    return runId;
  } catch (error) {
    // EINVAL: a real folder, not a link
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.NotADirectory) return undefined;
    if ((error as { code?: string }).code === "EINVAL") return undefined;
    throw error;
  }
}
