import { join } from "node:path";
import { UserError } from "../../user_error.ts";
import { readLatest, setLatest } from "./latest.ts";
import { acquireLock } from "./lock.ts";
import { outputIsIntact, replaceFile } from "./publish.ts";
import { listRuns } from "./runs.ts";

/** One rollback, as `rollbacks.json` in the outputs folder records it. */
export interface Rollback {
  /** ISO 8601, UTC. */
  at: string;
  /** The run that `latest` named before, and the one that it has named since. */
  from: string;
  to: string;
}

const JOURNAL = "rollbacks.json";

/**
 * Makes an earlier successful run `latest` again, so that its outputs are the ones in use and its model
 * the one that the next run starts from. The link is swapped by one rename, after the rollback has been
 * recorded: killed in between, the record tells of a rollback that did not happen, which `latest`
 * contradicts. No run is changed or removed, so a rollback can be rolled back by naming the newer run.
 *
 * @param wanted a run's id; by default the newest successful run that began before the one in use.
 * @throws UserError where there is no such run, it did not succeed, is in use already, or has lost
 * outputs; or while a run is going on.
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
          ? `Runs to go back to: ${names.join(", ")}.`
          : "There is no other successful run to go back to."),
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
        : `no such run in ${outputsDir}: ${wanted}`,
    );
  }
  const { runId: to, run, folder } = target;
  if (to === from) throw refuse(`${to} is in use already.`);
  if (run?.state !== "success") {
    throw refuse(
      `${to}: expected a run that succeeded, found one that is ${run?.state ?? "unreadable"}.`,
    );
  }
  const lost = run.tasks.flatMap(({ outputs }) => outputs)
    .filter((output) => !outputIsIntact(folder, output)).map(({ name }) => name);
  if (lost.length > 0) {
    throw refuse(
      `${to}: expected its outputs as it left them, found changed or gone: ${lost.join(", ")}.`,
    );
  }
  const rollback = { at: now.toISOString(), from, to };
  const journal = [...readRollbacks(outputsDir), rollback];
  replaceFile(join(outputsDir, JOURNAL), JSON.stringify(journal, null, 2) + "\n");
  setLatest(outputsDir, to);
  return rollback;
}

/** Every rollback of an outputs folder, oldest first. */
export function readRollbacks(outputsDir: string): Rollback[] {
  try {
    const journal = JSON.parse(Deno.readTextFileSync(join(outputsDir, JOURNAL)));
    return Array.isArray(journal) ? journal : [];
  } catch (error) {
    // a journal that somebody damaged must not stand in the way
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return [];
    throw error;
  }
}
