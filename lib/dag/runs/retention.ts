import { basename, join } from "node:path";
import { faultOf } from "../../system_error.ts";
import { UserError } from "../../user_error.ts";
import { readLatest } from "./latest.ts";
import { claimForRemoval } from "./run_claim.ts";
import { wasPublished } from "./run_record.ts";
import { type ListedRun, listRuns } from "./runs.ts";
import { syncFolder } from "./sync_folder.ts";

/** Folders of removed runs that are not yet deleted; they are no runs. */
const REMOVED = ".removed-";

/**
 * The runs that `pruneRuns` removes, newest first, unless another process reads them. The caller holds
 * the lock.
 */
export function oldRuns(outputsDir: string, { keep }: { keep: number }): ListedRun[] {
  const latest = readLatest(outputsDir);
  const kept = { published: 0, other: 0 };
  return listRuns(outputsDir).filter(({ runId, run, alive }) => {
    const beyond = ++kept[run && wasPublished(run) ? "published" : "other"] > keep;
    return beyond && runId !== latest && !alive;
  });
}

/**
 * Removes old runs. It keeps the newest `keep` published runs, as many of the others, the run that
 * `latest` points to, a run in progress, and one that another process reads. Failed and held runs
 * and back-runs never displace a published forecast.
 *
 * A run is renamed first and then deleted, so a killed prune leaves no half run; the next one
 * deletes the rest. The caller holds the lock.
 *
 * @returns the ids of the removed runs, newest first.
 * @throws UserError if the operating system keeps a folder from being removed; the others are
 * removed.
 */
export function pruneRuns(outputsDir: string, { keep }: { keep: number }): string[] {
  const folder = join(outputsDir, "runs");
  const removed: string[] = [], problems: string[] = [], remedies = new Set<string>();
  const failed = (what: string, error: unknown) => {
    const fault = error instanceof Error ? faultOf(error) : undefined;
    if (fault === undefined) throw error;
    problems.push(`${what}: ${(error as Error).message}: ${fault.why}.`);
    remedies.add(
      fault.exitStatus === 1
        ? fault.remedy
        : `Give this user the right to change ${folder}, then call: deno task runs prune`,
    );
  };
  for (const run of oldRuns(outputsDir, { keep })) {
    try {
      if (hide(run)) removed.push(run.runId);
    } catch (error) {
      failed(`${run.folder} was not removed`, error);
    }
  }
  if (removed.length > 0) syncFolder(folder);
  for (const leftover of leftovers(folder)) {
    try {
      Deno.removeSync(leftover, { recursive: true });
    } catch (error) {
      const runId = basename(leftover).slice(REMOVED.length);
      failed(`${runId} was removed, but ${leftover} is not yet deleted`, error);
    }
  }
  if (problems.length === 0) return removed;
  throw new UserError(
    [
      ...removed.map((id) => `removed ${id}`),
      ...problems,
      ...remedies,
    ].join("\n"),
    1,
  );
}

/** Takes a run from the list in one step; returns whether no other process reads it. */
function hide({ folder, runId }: ListedRun): boolean {
  using claim = claimForRemoval(folder);
  if (!claim) return false;
  Deno.renameSync(folder, join(folder, "..", REMOVED + runId));
  return true;
}

function leftovers(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name)
      .filter((name) => name.startsWith(REMOVED)).sort().map((name) => join(folder, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
