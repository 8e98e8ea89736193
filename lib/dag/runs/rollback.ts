import { join } from "node:path";
import { UserError } from "../../user_error.ts";
import { readLatest, setLatest } from "./latest.ts";
import { acquireLock } from "./lock.ts";
import { outputIsIntact, replaceFile } from "./publish.ts";
import { listRuns } from "./runs.ts";

/** One rollback, as recorded in `rollbacks.json` of the outputs folder. */
export interface Rollback {
  /** ISO 8601, UTC. */
  at: string;
  /** The run in use before, and the one in use since. */
  from: string;
  to: string;
}

const ROLLBACKS_FILE = "rollbacks.json";

/**
 * Points `latest` to an earlier successful run again: its outputs are in use, and the next run
 * starts from its model. The rollback is recorded first, then the link is swapped by one rename. If
 * the process is killed in between, `latest` shows that the recorded rollback did not happen. No
 * run is changed or removed, so a rollback can be undone by naming the newer run.
 *
 * @param wanted id of a run; by default the newest successful run that started before the one in
 * use.
 * @throws UserError if there is no such run, it did not succeed, is already in use, or its outputs
 * changed; or while a run is in progress.
 */
export async function rollBack(
  outputsDir: string,
  wanted?: string,
  now = new Date(),
): Promise<Rollback> {
  using _lock = await acquireLock(outputsDir);
  const from = readLatest(outputsDir);
  const runs = listRuns(outputsDir);
  const successes = runs.filter(({ run }) => run?.state === "success");
  const refuse = (what: string) => {
    const names = successes.map(({ runId }) => runId).filter((id) => id !== from);
    return new UserError(
      `${what}\n` +
        (names.length > 0
          ? `Available runs: ${names.join(", ")}.`
          : "There is no other successful run."),
    );
  };
  if (from === undefined) throw refuse(`${outputsDir}: expected a run in use, found none.`);
  const older = runs.slice(runs.findIndex(({ runId }) => runId === from) + 1);
  const target = wanted === undefined
    ? older.find(({ run }) => run?.state === "success")
    : runs.find(({ runId }) => runId === wanted);
  if (!target) {
    throw refuse(
      wanted === undefined
        ? `${outputsDir}: expected a successful run before ${from}, found none.`
        : `${outputsDir}: expected a run, found none named ${wanted}.`,
    );
  }
  const { runId: to, run, folder } = target;
  if (to === from) throw refuse(`${to} is already in use.`);
  if (run?.state !== "success") {
    throw refuse(
      `${to}: expected a run that succeeded, found one that is ${run?.state ?? "unreadable"}.`,
    );
  }
  const damaged = run.tasks.flatMap(({ outputs }) => outputs)
    .filter((output) => !outputIsIntact(folder, output)).map(({ name }) => name);
  if (damaged.length > 0) {
    throw refuse(
      `${to}: expected its outputs unchanged, found changed or missing: ${damaged.join(", ")}.`,
    );
  }
  const rollback = { at: now.toISOString(), from, to };
  const rollbacks = [...readRollbacks(outputsDir), rollback];
  replaceFile(join(outputsDir, ROLLBACKS_FILE), JSON.stringify(rollbacks, null, 2) + "\n");
  setLatest(outputsDir, to);
  return rollback;
}

/** Every rollback of an outputs folder, oldest first. */
export function readRollbacks(outputsDir: string): Rollback[] {
  try {
    const rollbacks = JSON.parse(Deno.readTextFileSync(join(outputsDir, ROLLBACKS_FILE)));
    return Array.isArray(rollbacks) ? rollbacks : [];
  } catch (error) {
    // a damaged file must not block a rollback
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return [];
    throw error;
  }
}
