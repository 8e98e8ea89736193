import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../user_error.ts";

/**
 * Keeps a run from being removed while it is read: several processes may read it, and none may
 * remove it meanwhile. Runs in progress are not affected, nor do they wait.
 *
 * The operating system's lock is on the folder itself, so nothing is written. On Windows, a folder
 * with open files cannot be renamed anyway.
 *
 * @throws UserError if the run is being removed.
 */
export function claimRun(folder: string): Disposable {
  const claim = lockFolder(folder, { exclusive: false });
  if (claim && existsSync(join(folder, "run.json"))) return claim;
  claim?.[Symbol.dispose]();
  throw new UserError(
    `${folder}: expected a run, found one that is being removed or has no run.json.\n` +
      "List all runs with: deno task runs",
    1,
  );
}

/** Claims a run to remove it; `undefined` if another process reads it. */
export function claimForRemoval(folder: string): Disposable | undefined {
  return lockFolder(folder, { exclusive: true });
}

/** Claims a folder to write all that is in it; `undefined` if another process does, or reads it. */
export function lockFolder(
  folder: string,
  { exclusive }: { exclusive: boolean },
): Disposable | undefined {
  if (Deno.build.os === "windows") return { [Symbol.dispose]() {} };
  try {
    const file = Deno.openSync(folder);
    if (file.tryLockSync(exclusive)) return file;
    file.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return undefined;
}
