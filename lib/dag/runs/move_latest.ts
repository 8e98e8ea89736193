import { join } from "node:path";
import { UserError } from "../../user_error.ts";
import { readLatest, setLatest } from "./latest.ts";
import { acquireLock } from "./lock.ts";
import { outputIsIntact, replaceFile } from "./publish.ts";
import { type ListedRun, listRuns } from "./runs.ts";

/** A move of `latest` by hand, as recorded in a file of the outputs folder. */
export interface LatestMove {
  /** ISO 8601, UTC. */
  at: string;
  /** The run in use before; null if there was none. */
  from: string | null;
  /** The run in use since. */
  to: string;
}

/** What is known when a move is decided. */
export interface MoveChoice {
  /** The run in use. */
  from: string | undefined;
  /** Every run, newest start first. */
  runs: ListedRun[];
  /** An error that lists the runs that could be named instead. */
  refuse: (what: string) => UserError;
}

/**
 * Points `latest` to another finished run. The move is recorded first, then the link is swapped by
 * one rename. If the process is killed in between, `latest` shows that the recorded move did not
 * happen.
 *
 * @param options.file name of the record in the outputs folder.
 * @param options.available runs that an error message lists.
 * @param options.none the sentence of an error message if there is no such run.
 * @param options.choose returns the run to use, or throws `refuse(…)`.
 * @param options.done called under the lock after the move.
 * @throws UserError if the run is already in use or its outputs changed, or a run is in progress.
 */
export async function moveLatest(
  outputsDir: string,
  { file, available, none, choose, done = () => {}, now }: {
    file: string;
    available: (run: ListedRun) => boolean;
    none: string;
    choose: (choice: MoveChoice) => ListedRun;
    done?: (run: ListedRun, move: LatestMove) => void;
    now: Date;
  },
): Promise<LatestMove> {
  using _lock = await acquireLock(outputsDir);
  const from = readLatest(outputsDir);
  const runs = listRuns(outputsDir);
  const refuse = (what: string) => {
    const names = runs.filter((run) => available(run) && run.runId !== from)
      .map(({ runId }) => runId);
    return new UserError(
      `${what}\n${names.length > 0 ? `Available runs: ${names.join(", ")}.` : none}`,
    );
  };
  const target = choose({ from, runs, refuse });
  const { runId: to, run, folder } = target;
  if (to === from) throw refuse(`${to} is already in use.`);
  const damaged = (run?.tasks ?? []).flatMap(({ outputs }) => outputs)
    .filter((output) => !outputIsIntact(folder, output)).map(({ name }) => name);
  if (damaged.length > 0) {
    throw refuse(
      `${to}: expected its outputs unchanged, found changed or missing: ${damaged.join(", ")}.`,
    );
  }
  const move = { at: now.toISOString(), from: from ?? null, to };
  const moves = [...readMoves(outputsDir, file), move];
  replaceFile(join(outputsDir, file), JSON.stringify(moves, null, 2) + "\n");
  setLatest(outputsDir, to);
  done(target, move);
  return move;
}

/** The recorded moves, oldest first. */
export function readMoves(outputsDir: string, file: string): LatestMove[] {
  try {
    const moves = JSON.parse(Deno.readTextFileSync(join(outputsDir, file)));
    return Array.isArray(moves) ? moves : [];
  } catch (error) {
    // a damaged file must not block a move
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return [];
    throw error;
  }
}
