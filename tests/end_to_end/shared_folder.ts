import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";

/** Marks the folder as made by this process, and not by an earlier one with the same id. */
const VARIABLE = "SODAI_TEST_FOLDER";
const PREFIX = "sodai_test_shared_";

/**
 * A folder shared by all files of one `deno test`, which run in threads of one process. Every
 * process makes its own and removes those of ended processes, so nothing made by older code is
 * used.
 */
function sharedFolder(): string {
  const folder = join(tmpdir(), `${PREFIX}${Deno.pid}`);
  using lock = Deno.openSync(`${folder}.lock`, { create: true, write: true });
  lock.lockSync(true);
  if (Deno.env.get(VARIABLE) === folder) return folder;
  for (const { name } of Deno.readDirSync(tmpdir())) {
    if (name.startsWith(PREFIX) && hasEnded(Number.parseInt(name.slice(PREFIX.length)))) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
  rmSync(folder, { recursive: true, force: true });
  Deno.mkdirSync(folder);
  Deno.env.set(VARIABLE, folder);
  return folder;
}

function hasEnded(processId: number): boolean {
  try {
    kill(processId, 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === "ESRCH";
  }
}

/**
 * A shared folder by name, for reading only. The first test file that needs it makes it, and the
 * others wait.
 */
export async function shared(
  name: string,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = join(sharedFolder(), name);
  using lock = await Deno.open(`${folder}.lock`, { create: true, write: true });
  await lock.lock(true);
  if (existsSync(`${folder}.done`)) return folder;
  await Deno.mkdir(folder);
  try {
    await make(folder);
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
  await Deno.writeTextFile(`${folder}.done`, "");
  return folder;
}
