import { type LatestMove, moveLatest, readMoves } from "./move_latest.ts";
import { writeRunRecord } from "./run_record.ts";
import type { ListedRun } from "./runs.ts";

const PROMOTIONS_FILE = "promotions.json";

/**
 * Publishes a run by hand, such as one that the checks held or a back-run: `latest` points to it,
 * and the next run starts from its model. `promotions.json` of the outputs folder records it, and
 * `promoted` in its `run.json`.
 *
 * @param wanted id of the run.
 * @throws UserError if there is no such run, it did not finish, is already in use, or its outputs
 * changed; or while a run is in progress.
 */
export async function promote(
  outputsDir: string,
  wanted: string,
  now = new Date(),
): Promise<LatestMove> {
  return await moveLatest(outputsDir, {
    file: PROMOTIONS_FILE,
    available: hasForecast,
    none: "There is no other finished run.",
    now,
    choose({ runs, refuse }) {
      const target = runs.find(({ runId }) => runId === wanted);
      if (!target) throw refuse(`${outputsDir}: expected a run, found none named ${wanted}.`);
      if (hasForecast(target)) return target;
      const state = target.run?.state ?? "unreadable";
      throw refuse(
        `${wanted}: expected a run that succeeded or is held, found one that is ${state}.`,
      );
    },
    done({ run, folder }, { at }) {
      writeRunRecord(folder, Object.assign(run!, { promoted: at }));
    },
  });
}

/** Every promotion of an outputs folder, oldest first. */
export function readPromotions(outputsDir: string): LatestMove[] {
  return readMoves(outputsDir, PROMOTIONS_FILE);
}

function hasForecast({ run }: ListedRun): boolean {
  return run?.state === "success" || run?.state === "held";
}
