import type { CronTimes } from "./cron_times.ts";

/** A run, as far as the schedule needs to know it. */
export interface PastRun {
  runId: string;
  /** The scheduled time it belongs to; of a run by hand, `undefined`. */
  due: Date | undefined;
  started: Date;
  /** When it ended, or showed its last sign of life. */
  ended: Date;
  /** `killed`: it is unfinished and its process is gone. `refused`: its inputs are invalid. */
  state: "running" | "success" | "held" | "failed" | "refused" | "stopped" | "killed" | "skipped";
  /** How often it was started: 1, and 1 more each time it was resumed after a failure or a kill. */
  attempts: number;
  /** Whether it forecasts the newest week of its data: false of a back-run. */
  current: boolean;
}

/** What the schedule does now. `due` is the scheduled time it works for. */
export type Decision =
  /** Nothing is due before `until`. */
  | { kind: "wait"; until: Date }
  /** Start a run, or resume the unfinished one. */
  | { kind: "run"; due: Date }
  /** The data are not new, or invalid: run once the files change. */
  | { kind: "watch"; due: Date; run: PastRun }
  /** Try again after a failure, at `until`. */
  | { kind: "pause"; due: Date; until: Date; failures: number }
  /** It failed too often. */
  | { kind: "give_up"; due: Date; run: PastRun; failures: number }
  /** Another process runs. */
  | { kind: "busy"; due: Date; run: PastRun };

/** What the schedule may do about scheduled times that passed while it did not run. */
export type CatchUp = "latest" | "all" | "none";

/** Attempts for one scheduled time, across restarts. */
export const MAX_ATTEMPTS = 4;
/** The pause after the first failure; each further one is three times as long: 5, 15, 45 minutes. */
const FIRST_PAUSE_MS = 5 * 60_000;
const PAUSE_FACTOR = 3;

/**
 * Decides what to do at an instant, from the runs on disk alone: a restarted schedule decides the
 * same. Only the newest scheduled time counts; it ends all earlier ones.
 *
 * @param options.runs newest first, in the order in which they were created.
 * @param options.since start of the schedule; under `none`, earlier times are not caught up.
 */
export function decide({ now, since, times, runs, catchUp }: {
  now: Date;
  since: Date;
  times: Pick<CronTimes, "next" | "previous">;
  runs: readonly PastRun[];
  catchUp: CatchUp;
}): Decision {
  const until = times.next(now), wait: Decision = { kind: "wait", until };
  const due = times.previous(new Date(now.getTime() + 1));
  if (!due) return wait;
  const known = withCredibleTimes(runs, until);
  const own = known.filter((run) => isSame(run.due, due));
  const [last] = own;
  // of a later time too: it was reached before the clock was set back
  if (known.some((run) => run.due && run.due >= due && isForecast(run))) return wait;
  if (known.some((run) => answersByHand(run, due, now))) return wait;
  if (!last) return catchUp === "none" && due <= since ? wait : { kind: "run", due };

  switch (last.state) {
    case "running":
      return { kind: "busy", due, run: last };
    case "skipped":
    case "refused":
      return { kind: "watch", due, run: last };
    case "stopped":
      return { kind: "run", due };
  }
  const failures = own.reduce(
    (sum, { state, attempts }) => sum + (state === "failed" || state === "killed" ? attempts : 0),
    0,
  );
  if (failures >= MAX_ATTEMPTS) return { kind: "give_up", due, run: last, failures };
  const again = new Date(last.ended.getTime() + pauseMs(failures));
  // an end in the future was written by a wrong clock
  const pauses = now < again && last.ended <= now;
  return pauses ? { kind: "pause", due, until: again, failures } : { kind: "run", due };
}

/** The pause after a number of failures. */
export function pauseMs(failures: number): number {
  return FIRST_PAUSE_MS * PAUSE_FACTOR ** (failures - 1);
}

/** The runs; a scheduled time after the next one, which a wrong clock gave, does not count. */
function withCredibleTimes(runs: readonly PastRun[], next: Date): PastRun[] {
  return runs.map((run) =>
    run.due && run.due > next ? { ...run, due: undefined, current: false } : run
  );
}

function isForecast({ state, current }: PastRun): boolean {
  return current && (state === "success" || state === "held");
}

/** Whether a run that was started by hand has done what was due. */
function answersByHand(run: PastRun, time: Date, now: Date): boolean {
  const { due, started, state } = run;
  return due === undefined && state === "success" && isForecast(run) && started >= time &&
    started <= now;
}

function isSame(a: Date | undefined, b: Date): boolean {
  return a?.getTime() === b.getTime();
}
