import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../user_error.ts";
import { makeLink } from "../../permissions/make_link.ts";
import { removeIfThere } from "./publish.ts";
import { isRunId, runFolder } from "./run_folder.ts";
import { syncFolder } from "./sync_folder.ts";

/** What `outputs/latest` is. */
export interface Latest {
  /** The run that it points to. */
  runId?: string;
  /** What was expected and found, if it is there and points to no run of this folder. */
  problem?: string;
}

/**
 * Points `outputs/latest` to a run. The link is relative, as the folder may be moved or mounted
 * elsewhere, and is swapped by one rename: readers find the old run or the new one. The folder is
 * then synced.
 */
export function setLatest(outputsDir: string, runId: string): void {
  const latest = join(outputsDir, "latest");
  const temporary = join(outputsDir, ".unfinished-latest");
  removeIfThere(temporary);
  makeLink(join("runs", runId), temporary);
  try {
    Deno.renameSync(temporary, latest);
  } catch (error) {
    Deno.removeSync(temporary);
    if (!existsSync(latest) || !Deno.lstatSync(latest).isDirectory) throw error;
    throw new UserError(
      `Expected a link to the newest successful run at ${latest}, found a folder.\n` +
        `Move it away and run again with --resume.`,
      1,
    );
  }
  try {
    syncFolder(outputsDir);
  } catch {
    // the link is swapped, and no caller could undo that; a failing disk shows at the next write
  }
}

/** The id of the run that `outputs/latest` points to; `undefined` before the first success. */
export function readLatest(outputsDir: string): string | undefined {
  return inspectLatest(outputsDir).runId;
}

/** Reads `outputs/latest`. A link to anything but a run of this folder is a problem. */
export function inspectLatest(outputsDir: string): Latest {
  const path = join(outputsDir, "latest");
  const found = (what: string) => ({
    problem: `${path}: expected a link to a run, found ${what}`,
  });
  let target: string;
  try {
    const { isSymlink, isDirectory } = Deno.lstatSync(path);
    if (!isSymlink) return found(isDirectory ? "a folder" : "a file");
    target = Deno.readLinkSync(path);
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return {};
    throw error;
  }
  const runId = basename(target), folder = runFolder(outputsDir, runId);
  try {
    const isRun = isRunId(runId) && Deno.statSync(folder).isDirectory &&
      Deno.realPathSync(path) === Deno.realPathSync(folder);
    return isRun ? { runId } : found(`one to ${target}`);
  } catch (error) {
    const { NotFound, NotADirectory, FilesystemLoop } = Deno.errors;
    const broken = [NotFound, NotADirectory, FilesystemLoop].some((kind) => error instanceof kind);
    if (broken) return found(`one to ${target}, which is gone`);
    throw error;
  }
}

/**
 * Removes a link `latest` that points to no run, and moves a folder or file in its place aside. The
 * caller holds the lock.
 *
 * @returns a sentence about what was done; `undefined` if nothing was wrong.
 */
export function repairLatest(outputsDir: string): string | undefined {
  const { problem } = inspectLatest(outputsDir);
  if (problem === undefined) return undefined;
  const path = join(outputsDir, "latest");
  if (Deno.lstatSync(path).isSymlink) {
    Deno.removeSync(path);
    syncFolder(outputsDir);
    return `${problem}; the link was removed`;
  }
  let aside = `${path}.found`;
  for (let copy = 2; existsSync(aside); copy++) aside = `${path}.found-${copy}`;
  Deno.renameSync(path, aside);
  syncFolder(outputsDir);
  return `${problem}; it was renamed to ${aside}`;
}
