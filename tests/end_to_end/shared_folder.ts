import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "node:process";

/** Says that the folder was made by this process, not left by an earlier one of the same id. */
const VARIABLE = "SODAI_TEST_FOLDER";
const PREFIX = "sodai_test_shared_";

/**
 * A folder that all files of one `deno test` share, which run in threads of one process. Nothing
 * outlives the code that it was made with: every process makes its own, and removes those of
 * processes that have ended.
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
 * A folder of the name, made by whichever file of a `deno test` asks first, while the others wait.
 * It is there to be read.
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
