import { moveLatest } from "./move_latest.ts";
import { type LatestMove, MOVES, readMoves } from "./moves.ts";
import { writeRunRecord } from "./run_record.ts";
import type { ListedRun } from "./runs.ts";

/**
 * Publishes a run by hand, such as one that the checks held or a back-run: `latest` points to it,
 * and the next run starts from its model. `promotions.json` of the outputs folder records it, and
 * `promoted` in its `run.json`.
 *
 * @param wanted id of the run.
 * @param notice receives a sentence about each damage and what was done about it.
 * @throws UserError if there is no such run, it did not finish, is already in use, or its outputs
 * changed; or while a run is in progress.
 */
export async function promote(
  outputsDir: string,
  wanted: string,
  now = new Date(),
  notice?: (text: string) => void,
): Promise<LatestMove> {
  return await moveLatest(outputsDir, {
    file: MOVES.promotions,
    available: hasForecast,
    none: "There is no other finished run.",
    now,
    notice,
    choose({ runs, refuse }) {
      const target = runs.find(({ runId }) => runId === wanted);
      if (!target) throw refuse(`${outputsDir}: expected a run, found none named ${wanted}.`);
      if (hasForecast(target)) return target;
      const state = target.run?.state ?? `unreadable (run.json: ${target.problem})`;
      throw refuse(
        `${wanted}: expected a run that succeeded or is held, found one that is ${state}.`,
      );
    },
    done({ run, folder }, move) {
      if (move) run!.promoted = move.at;
      writeRunRecord(folder, run!);
    },
  });
}

/** Every promotion of an outputs folder, oldest first. */
export function readPromotions(outputsDir: string): LatestMove[] {
  return readMoves(outputsDir, MOVES.promotions).moves;
}

function hasForecast({ run }: ListedRun): boolean {
  return run?.state === "success" || run?.state === "held";
}
