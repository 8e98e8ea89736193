import { join } from "node:path";
import { z } from "zod";
import { userErrorOf } from "../../system_error.ts";
import { UserError } from "../../user_error.ts";
import { removeIfThere, replaceFile } from "./publish.ts";

/** Who holds the lock of an outputs folder. */
export interface Holder {
  pid: number;
  /** ISO 8601, UTC. */
  started: string;
  /** Known once the run has its folder. */
  run_id?: string;
}

const HOLDER = z.object({
  pid: z.int(),
  started: z.string(),
  run_id: z.string().exactOptional(),
});

/** A held lock: released by `using`, or when its process ends. */
export interface Lock extends Disposable {
  /** A sentence about a damaged `.lock.json` that was replaced. */
  readonly notice: string | undefined;
  /** Shows other processes which run is in progress. */
  setRun(runId: string): void;
}

/** A process that checks the lock holds it for a moment: retry this often. */
const ATTEMPTS = 5;
const PAUSE_MS = 40;

/**
 * Takes the operating system's lock on `outputs/.lock`: one run at a time per outputs folder. The
 * lock ends with its process, so a killed run never blocks the next one. Its holder is written to
 * `outputs/.lock.json`, because a locked file cannot be read on Windows.
 *
 * @throws UserError if another run holds it, or the folder cannot be written.
 */
export async function acquireLock(outputsDir: string): Promise<Lock> {
  const file = openLockFile(outputsDir);
  const infoPath = join(outputsDir, ".lock.json");
  for (let attempt = 1; !file.tryLockSync(true); attempt++) {
    if (attempt === ATTEMPTS) {
      file.close();
      throw busy(outputsDir, readHolder(outputsDir));
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const holder: Holder = { pid: Deno.pid, started: new Date().toISOString() };
  let notice: string | undefined;
  try {
    const left = readHolder(outputsDir);
    if (left && left.pid === undefined) {
      removeIfThere(infoPath);
      notice = `${infoPath}: expected who holds the lock, found a damaged file; it was replaced`;
    }
    replaceFile(infoPath, JSON.stringify(holder) + "\n");
  } catch (error) {
    file.close();
    throw unwritable(outputsDir, error);
  }
  return {
    notice,
    setRun(runId) {
      replaceFile(infoPath, JSON.stringify({ ...holder, run_id: runId }) + "\n");
    },
    [Symbol.dispose]() {
      try {
        removeIfThere(infoPath);
      } finally {
        file.close();
      }
    },
  };
}

/** Who holds the lock now: empty if `.lock.json` does not say, `undefined` if the lock is free. */
export function lockHolder(outputsDir: string): Partial<Holder> | undefined {
  try {
    using file = Deno.openSync(join(outputsDir, ".lock"), { read: true });
    return file.tryLockSync(false) ? undefined : readHolder(outputsDir) ?? {};
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return undefined;
    throw error;
  }
}

function openLockFile(outputsDir: string): Deno.FsFile {
  try {
    Deno.mkdirSync(join(outputsDir, "runs"), { recursive: true });
    return Deno.openSync(join(outputsDir, ".lock"), { read: true, write: true, create: true });
  } catch (error) {
    throw unwritable(outputsDir, error);
  }
}

/** For a wrong folder, the remedy is another one; a full or failing disk is no reason for that. */
function unwritable(outputsDir: string, error: unknown): unknown {
  const fault = userErrorOf(error);
  if (fault?.exitStatus !== 2) return fault ?? error;
  const [what] = fault.message.split("\n");
  return new UserError(
    `Cannot write to the outputs folder ${outputsDir}. ${what}\n` +
      `Give a folder that this user may write to with --outputs-dir or SODAI_OUTPUTS_DIR.`,
    2,
    { cause: error },
  );
}

/** Who holds the lock, or held it last: empty if the file is damaged, `undefined` if absent. */
function readHolder(outputsDir: string): Partial<Holder> | undefined {
  try {
    const text = Deno.readTextFileSync(join(outputsDir, ".lock.json"));
    return HOLDER.safeParse(JSON.parse(text)).data ?? {};
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    const isOdd = error instanceof SyntaxError || error instanceof Deno.errors.FilesystemLoop ||
      (error as { code?: string }).code === "EISDIR";
    if (isOdd) return {};
    throw error;
  }
}

function busy(outputsDir: string, { pid, started, run_id }: Partial<Holder> = {}): UserError {
  const who = pid === undefined
    ? `another process, which ${join(outputsDir, ".lock.json")} does not name`
    : `process ${pid}, started ${started}${run_id ? `, run ${run_id}` : ""}`;
  return new UserError(
    `The outputs folder ${outputsDir} is in use by ${who}.\n` +
      `Wait until it ends, or use another folder with --outputs-dir.`,
    1,
  );
}
