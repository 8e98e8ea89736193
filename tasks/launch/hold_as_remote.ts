import { join } from "node:path";
import type { Holder } from "../../lib/object_storage/lock.ts";

/**
 * Holds the lock of a working folder in the name of a command on another machine, so that the run
 * that it works on is shown as in progress, not as killed.
 */
export function holdAsRemote(folder: string, holder: Holder | undefined): Disposable | undefined {
  const info = join(folder, ".lock.json");
  if (holder === undefined) return undefined;
  const lock = Deno.openSync(join(folder, ".lock"), { read: true, write: true, create: true });
  lock.lockSync(true);
  const { pid, started, run_id } = holder;
  Deno.writeTextFileSync(info, JSON.stringify({ pid, started, run_id }) + "\n");
  return {
    [Symbol.dispose]() {
      Deno.removeSync(info);
      lock.close();
    },
  };
}
