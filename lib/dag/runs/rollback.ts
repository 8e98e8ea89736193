import { moveLatest } from "./move_latest.ts";
import { type LatestMove, MOVES, readMoves } from "./moves.ts";
import { wasPublished } from "./run_record.ts";
import type { ListedRun } from "./runs.ts";

/**
 * Points `latest` to an earlier published run again: its outputs are in use, and the next run starts
 * from its model. No run is changed or removed, so a rollback can be undone by naming the newer run.
 * `rollbacks.json` of the outputs folder records it.
 *
 * @param wanted id of a run; by default the newest published run that started before the one in
 * use.
 * @param notice receives a sentence about each damage and what was done about it.
 * @throws UserError if there is no such run, it was never published, is already in use, or its
 * outputs changed; or while a run is in progress.
 */
export async function rollBack(
  outputsDir: string,
  wanted?: string,
  now = new Date(),
  notice?: (text: string) => void,
): Promise<LatestMove> {
  return await moveLatest(outputsDir, {
    file: MOVES.rollbacks,
    available: isPublished,
    none: "There is no other successful run.",
    now,
    notice,
    choose({ from, runs, refuse }) {
      if (from === undefined && wanted === undefined) {
        throw refuse(`${outputsDir}: expected a run in use, found none.`);
      }
      const older = runs.slice(runs.findIndex(({ runId }) => runId === from) + 1);
      const target = wanted === undefined
        ? older.find(isPublished)
        : runs.find(({ runId }) => runId === wanted);
      if (!target) {
        throw refuse(
          wanted === undefined
            ? `${outputsDir}: expected a successful run before ${from}, found none.`
            : `${outputsDir}: expected a run, found none named ${wanted}.`,
        );
      }
      if (target.runId === from || isPublished(target)) return target;
      const { runId, run } = target;
      throw refuse(
        run?.state === "success" || run?.state === "held"
          ? `${runId}: expected a run that was published, found one that never was; publish it ` +
            `with: deno task runs promote ${runId}`
          : `${runId}: expected a run that succeeded, found one that is ${
            run?.state ?? `unreadable (run.json: ${target.problem})`
          }.`,
      );
    },
  });
}

/** Every rollback of an outputs folder, oldest first. */
export function readRollbacks(outputsDir: string): LatestMove[] {
  return readMoves(outputsDir, MOVES.rollbacks).moves;
}

function isPublished({ run }: ListedRun): boolean {
  return run !== undefined && wasPublished(run);
}
