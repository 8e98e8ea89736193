import { basename, dirname, join } from "node:path";

/** A temporary folder of this process. */
export interface TemporaryFolder {
  path: string;
  /** Removes it with all that it contains. */
  remove(): Promise<void>;
}

/**
 * Creates a temporary folder, and removes those of the same prefix that killed processes left
 * behind. A folder belongs to the process that holds the lock in it. The system releases the lock
 * when that process ends, so the folder of a live process is never removed, also if process ids are
 * reused or containers share the disk.
 *
 * @param prefix start of its name, such as `sodai_kernel_`.
 */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  while (true) {
    const path = await Deno.makeTempDir({ prefix });
    const lock = takeLock(path);
    // another process took the folder for a leftover before it was locked
    if (lock === undefined) continue;
    removeLeftovers(dirname(path), (name) => name.startsWith(prefix) && name !== basename(path));
    return {
      path,
      async remove() {
        await Deno.remove(path, { recursive: true });
        lock.close();
      },
    };
  }
}

/** Removes the folders that no process holds. */
function removeLeftovers(folder: string, matches: (name: string) => boolean): void {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (!isDirectory || !matches(name)) continue;
    try {
      const path = join(folder, name);
      using lock = takeLock(path);
      if (lock !== undefined) Deno.removeSync(path, { recursive: true });
    } catch {
      // of another user, or removed by another process: not a concern of this one
    }
  }
}

/** Locks a folder; `undefined` if another process holds it or has removed it. */
function takeLock(folder: string): Deno.FsFile | undefined {
  const path = join(folder, ".lock");
  try {
    const file = Deno.openSync(path, { read: true, write: true, create: true });
    if (file.tryLockSync(true)) {
      Deno.statSync(path);
      return file;
    }
    file.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return undefined;
}
