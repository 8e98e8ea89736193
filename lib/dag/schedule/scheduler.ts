import type { CronTimes } from "./cron_times.ts";
import { type CatchUp, decide, type Decision, MAX_ATTEMPTS, type PastRun } from "./decide.ts";
import type { Look } from "./watched_files.ts";

/** What the schedule tells the operator, besides its log. */
export interface ScheduleEvent {
  /**
   * There are no new data for `due` (`late`), its input files are invalid (`refused`), or no further
   * attempt follows (`given_up`).
   */
  kind: "late" | "refused" | "given_up";
  due: Date;
  run: PastRun;
  text: string;
}

/** The world of a schedule. */
export interface SchedulerOptions {
  times: Pick<CronTimes, "next" | "previous">;
  catchUp: CatchUp;
  /** Every run on disk, newest first. */
  runs: () => readonly PastRun[];
  /**
   * Does what is due: one run or several, recorded with their scheduled time. Records tell the
   * outcome; the text and the message of an error are only logged.
   */
  tick: (due: Date) => Promise<string>;
  /** Compares the input files with those of the run that could not use them. */
  look: (run: PastRun) => Look | Promise<Look>;
  /** Time between two looks. */
  pollMs: number;
  now: () => Date;
  log: (text: string) => void;
  /** Tells the operator; not again after a restart. */
  notify?: (event: ScheduleEvent) => void | Promise<void>;
  /** An instant as text. */
  show: (date: Date) => string;
  signal?: AbortSignal;
}

/** A schedule that acts when it is woken; who wakes it decides how exact its times are. */
export interface Scheduler {
  /**
   * Does everything that is to be done now and returns what it waits for. Returns `undefined` at once
   * if it is still at work, and if the runs or files cannot be read now.
   */
  wake(): Promise<Decision | undefined>;
}

/**
 * Makes a schedule. All it knows comes from the runs on disk, so it may be killed and started at
 * any time.
 */
export function scheduler(options: SchedulerOptions): Scheduler {
  const { times, catchUp, runs, tick, look, pollMs, now, log, show, signal } = options;
  let since = now();
  const { notify = () => {} } = options;
  let working = false, notBefore = since, said = "";

  const say = (text: string) => {
    if (text !== said) log(text);
    said = text;
  };
  const decideNow = () => {
    if (now() < since) since = now(); // the clock was ahead at the start
    return decide({ now: now(), since, times, runs: runs(), catchUp });
  };

  // a clock that was set back must not make it rest for longer
  const rests = () => now() < notBefore && notBefore.getTime() - now().getTime() <= pollMs;
  const rest = () => notBefore = new Date(now().getTime() + pollMs);

  async function attempt(due: Date): Promise<void> {
    const before = runs().filter((run) => run.due?.getTime() === due.getTime());
    if (before.length === 0 && due <= since) log(`catching up on ${show(due)}`);
    log("run starts");
    let text: string;
    try {
      text = await tick(due);
    } catch (error) {
      text = `run failed: ${error instanceof Error ? error.message : error}`;
    }
    log(text);
    const { kind, run } = { run: undefined, ...decideNow() };
    // also without a record of its outcome: the same would be decided again at once
    if (kind === "run" || kind === "watch") rest();
    if (kind !== "watch" || before.some(({ state }) => state === run!.state)) return;
    await notify({ kind: run!.state === "refused" ? "refused" : "late", due, run: run!, text });
  }

  async function giveUp(decision: Decision & { kind: "give_up" }): Promise<void> {
    const text = `gave up until ${show(times.next(now()))} after ${decision.failures} attempts`;
    if (text === said) return;
    said = text;
    // an earlier process has told so, unless it was killed
    const isNew = decision.run.ended >= since || decision.run.state === "killed";
    log(text);
    if (isNew) await notify({ ...decision, kind: "given_up", text });
  }

  async function work(): Promise<Decision> {
    for (;;) {
      const decision = decideNow();
      if (signal?.aborted) return decision;
      switch (decision.kind) {
        case "wait":
          say(`next run at ${show(decision.until)}`);
          return decision;
        case "busy":
          say(`run ${decision.run.runId} is in progress in another process`);
          return decision;
        case "pause":
          say(`trying again at ${show(decision.until)} (${decision.failures} of ${MAX_ATTEMPTS})`);
          return decision;
        case "give_up":
          await giveUp(decision);
          return decision;
        case "watch": {
          say(`waiting for new data until ${show(times.next(now()))}`);
          if (rests()) return decision;
          const found = await look(decision.run);
          // a file that is being copied is looked at again at the next wake
          if (found === "same") rest();
          if (found !== "changed") return decision;
          log("the input files changed");
          break;
        }
        case "run":
          if (rests()) return decision;
      }
      await attempt(decision.due);
      said = "";
    }
  }

  return {
    async wake() {
      if (working) return undefined;
      working = true;
      try {
        return await work();
      } catch (error) {
        // a disk that fails for a moment must not end the schedule
        say(`cannot go on now: ${error instanceof Error ? error.message : error}`);
        return undefined;
      } finally {
        working = false;
      }
    },
  };
}
