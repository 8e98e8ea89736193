import { createHash } from "node:crypto";
import { join } from "node:path";

/** A folder of this machine in which a command works on what an `s3://` path has. */
export interface WorkingFolder extends Disposable {
  path: string;
}

/**
 * The folder for all working folders of an `s3://` path, in the user's cache.
 *
 * @param endpoint of the service: the same path of another one has other files.
 */
export function workingFoldersOf(
  url: string,
  endpoint: string,
  environment: (name: string) => string | undefined,
): string {
  const home = environment("HOME") || environment("USERPROFILE") || ".";
  const cache = environment("XDG_CACHE_HOME") || join(home, ".cache");
  const digest = createHash("sha256").update(JSON.stringify([endpoint, url])).digest("hex");
  const name = url.split("/").at(-1)!.replaceAll(/[^\w.-]/g, "_");
  return join(cache, "sodai", "s3", `${name}-${digest.slice(0, 12)}`);
}

/**
 * Takes the first of them that is free: it has what an earlier command left there, so that little
 * must be fetched. Commands at the same time get different ones. A folder is free when the process
 * that took it has ended, however it ended.
 */
export function takeWorkingFolder(folders: string): WorkingFolder {
  for (let number = 1;; number++) {
    const path = join(folders, String(number));
    Deno.mkdirSync(path, { recursive: true });
    const lock = Deno.openSync(`${path}.lock`, { read: true, write: true, create: true });
    if (lock.tryLockSync(true)) return { path, [Symbol.dispose]: () => lock.close() };
    lock.close();
  }
}
