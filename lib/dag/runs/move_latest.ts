import { join } from "node:path";
import { faultOf } from "../../system_error.ts";
import { UserError } from "../../user_error.ts";
import { readLatest, setLatest } from "./latest.ts";
import { type LatestMove, type MOVES, readMoves, setAside } from "./moves.ts";
import { openOutputs } from "./open_outputs.ts";
import { changedOutputs, replaceFile } from "./publish.ts";
import { type ListedRun, listRuns } from "./runs.ts";

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
 * happen. If the operating system refuses a step, nothing has changed.
 *
 * @param options.file name of the record in the outputs folder.
 * @param options.available runs that an error message lists.
 * @param options.none the sentence of an error message if there is no such run.
 * @param options.choose returns the run to use, or throws `refuse(…)`.
 * @param options.done called under the lock after the move, and before it with no move: what
 *   fails then changes nothing.
 * @param options.notice receives a sentence about each damage and what was done about it.
 * @throws UserError if the run is already in use or its outputs changed, a run is in progress, or
 * the folder cannot be changed.
 */
export async function moveLatest(
  outputsDir: string,
  { file, available, none, choose, done = () => {}, now, notice = () => {} }: {
    file: typeof MOVES[keyof typeof MOVES];
    available: (run: ListedRun) => boolean;
    none: string;
    choose: (choice: MoveChoice) => ListedRun;
    done?: (run: ListedRun, move?: LatestMove) => void;
    now: Date;
    notice?: ((text: string) => void) | undefined;
  },
): Promise<LatestMove> {
  const { lock, notices } = await openOutputs(outputsDir);
  using _lock = lock;
  notices.forEach(notice);
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
  const damaged = changedOutputs(folder, (run?.tasks ?? []).flatMap(({ outputs }) => outputs));
  if (damaged.length > 0) {
    throw refuse(
      `${to}: expected its outputs unchanged, found changed or missing: ${damaged.join(", ")}.`,
    );
  }
  const move = { at: now.toISOString(), from: from ?? null, to };
  const path = join(outputsDir, file);
  const { moves, problem } = readMoves(outputsDir, file);
  const write = (list: LatestMove[]) => replaceFile(path, JSON.stringify(list, null, 2) + "\n");
  try {
    done(target);
    if (problem) notice(`${problem}; it was renamed to ${setAside(outputsDir, file)}`);
    write([...moves, move]);
    try {
      setLatest(outputsDir, to);
    } catch (error) {
      write(moves);
      throw error;
    }
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    const remedy = fault.exitStatus === 1
      ? fault.remedy
      : "Give this user the right to change the folder, and try again.";
    throw new UserError(
      `${outputsDir}: latest was not moved to ${to}, and is still ${from ?? "absent"}: ` +
        `${error.message}: ${fault.why}.\n${remedy}`,
      1,
    );
  }
  done(target, move);
  return move;
}
