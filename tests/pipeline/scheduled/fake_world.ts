import { type CronTimes, cronTimes } from "../../../lib/dag/schedule/cron_times.ts";
import type { CatchUp, PastRun } from "../../../lib/dag/schedule/decide.ts";
import { type Scheduler, scheduler } from "../../../lib/dag/schedule/scheduler.ts";
import { english } from "../../../lib/language/english.ts";
import { planWeeks } from "../../../lib/pipeline/scheduled/plan_weeks.ts";
import { weekOf } from "../../../lib/pipeline/scheduled/reason_to_wait.ts";
import type { Random } from "../../../lib/stats/random.ts";
import type { Look } from "../../../lib/dag/schedule/watched_files.ts";

export const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

/** A run of the fake world, with its inputs. */
export interface FakeRun extends PastRun {
  /** The week that it forecasts. */
  week: number;
  file: number;
}

/** The input files: their version, what they allow to forecast, and whether they are valid. */
export interface FakeFile {
  version: number;
  next: number;
  valid: boolean;
}

/** Everything that can go wrong, as chances. */
export interface Troubles {
  fail: number;
  kill: number;
  hold: number;
  /** A run by hand holds the lock of the outputs folder. */
  busy: number;
}

/** As many forecasts are kept as `--keep-runs` says, and as many other runs. */
const KEPT = 12;

/** Outputs, input files and clock of a schedule, and what its runs do, by chance. */
export class FakeWorld {
  /** Newest first. */
  runs: FakeRun[] = [];
  file: FakeFile;
  trueTime: number;
  /** What the clock shows beyond the true time. */
  clockError = 0;
  troubles: Troubles = { fail: 0, kill: 0, hold: 0, busy: 0 };
  /** Weeks in the order in which they were forecast by the schedule, and by hand. */
  forecasts: number[] = [];
  byHand: number[] = [];
  readonly counts = { killed: 0, failed: 0, held: 0, waited: 0, resumed: 0, busy: 0 };
  readonly #times: CronTimes;
  #schedule!: Scheduler;
  #seen = 0;
  /** The process was killed: nothing that it would do happens. */
  #dead = false;
  #id = 0;

  constructor(
    from: string,
    readonly chance: Random,
    readonly given: { zone: string; catchUp: CatchUp },
  ) {
    this.trueTime = Date.parse(from);
    this.file = { version: 0, next: weekOf(new Date(from), given.zone), valid: true };
    this.#times = cronTimes("0 9 * * MON", given.zone);
    this.restart();
  }

  get now(): Date {
    return new Date(this.trueTime + this.clockError);
  }

  restart(): void {
    this.#dead = false;
    this.#seen = -1;
    this.#schedule = scheduler({
      times: this.#times,
      catchUp: this.given.catchUp,
      pollMs: 10 * MINUTE,
      runs: () => this.runs,
      look: ({ runId }) => this.#look(runId),
      now: () => this.now,
      log: () => {},
      show: (date) => date.toISOString(),
      tick: (due) => this.#tick(due),
    });
  }

  /**
   * Wakes the schedule; returns when it must be woken again at the latest, undefined if it was killed.
   * Between, nothing changes but what the world does.
   */
  async wake(): Promise<number | undefined> {
    const decision = await this.#schedule.wake();
    if (this.#dead) return undefined;
    const until = decision && "until" in decision ? decision.until : this.#times.next(this.now);
    return until.getTime() - this.clockError;
  }

  /** A run by hand on the data that are there. */
  runByHand(): void {
    if (!this.file.valid) return;
    this.#add({ due: undefined, week: this.file.next, state: "success" });
    this.byHand.push(this.file.next);
  }

  #look(runId: string): Look {
    if (this.file.version === this.#seen) return "same";
    this.#seen = this.file.version;
    const run = this.runs.find((found) => found.runId === runId);
    return run?.file === this.file.version ? "same" : "changed";
  }

  /** As tasks/schedule.ts does it. */
  #tick(due: Date): Promise<string> {
    const plan = planWeeks({
      next: this.file.next,
      dueWeek: weekOf(due, this.given.zone),
      forecasts: this.runs.filter(isForecast),
      all: this.given.catchUp === "all",
    });
    try {
      if (this.#dead) throw new Error("dead");
      if (this.chance.uniform() < this.troubles.busy) {
        this.counts.busy++;
        throw new Error("the outputs folder is in use");
      }
      if (!this.file.valid) this.#end(this.#begin(due, this.file.next), "refused");
      for (const week of plan.missed) this.#run(due, week);
      if (plan.waits !== undefined) {
        this.counts.waited++;
        this.#add({ due, week: this.file.next, state: "skipped" });
        return Promise.resolve(english(plan.waits));
      }
      this.#run(due, this.file.next);
      return Promise.resolve("run succeeded");
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** One run: it may fail, be held, or be killed before or after its outcome is recorded. */
  #run(due: Date, week: number): void {
    const { fail, kill, hold } = this.troubles, luck = this.chance.uniform();
    const run = this.#begin(due, week);
    this.trueTime += MINUTE * (1 + this.chance.below(luck < 0.02 ? 9 * 24 * 60 : 90));
    if (luck < kill / 2) this.#kill();
    if (luck < kill / 2 + fail) this.#end(run, "failed");
    const held = this.chance.uniform() < hold;
    if (held) this.counts.held++;
    run.state = held ? "held" : "success";
    run.current = week === this.file.next;
    run.ended = this.now;
    this.forecasts.push(week);
    if (this.chance.uniform() < kill / 2) this.#kill();
  }

  /** Resumes the newest unfinished run, if it fits and nothing has succeeded since; else a new one. */
  #begin(due: Date, week: number): FakeRun {
    const at = this.runs.findIndex(({ state }) => ["failed", "killed"].includes(state));
    const closed = this.runs.slice(0, Math.max(at, 0)).some(isForecast);
    const unfinished = this.runs[at];
    if (unfinished?.week === week && unfinished.file === this.file.version && !closed) {
      this.counts.resumed++;
      unfinished.attempts++;
      unfinished.due = due;
      unfinished.state = "killed";
      return unfinished;
    }
    return this.#add({ due, week, state: "killed" });
  }

  #kill(): never {
    this.counts.killed++;
    this.#dead = true;
    throw new Error("killed");
  }

  #end(run: FakeRun, state: "failed" | "refused"): never {
    this.counts.failed++;
    Object.assign(run, { state, ended: this.now });
    throw new Error(state);
  }

  #add(run: Pick<FakeRun, "due" | "week" | "state">): FakeRun {
    const added = {
      runId: `run ${++this.#id}`,
      started: this.now,
      ended: this.now,
      attempts: 1,
      current: true,
      file: this.file.version,
      ...run,
    };
    const kept = { forecasts: 0, others: 0 };
    this.runs = [added, ...this.runs].filter((run) =>
      ++kept[isForecast(run) ? "forecasts" : "others"] <= KEPT
    );
    return added;
  }
}

function isForecast({ state }: PastRun): boolean {
  return state === "success" || state === "held";
}
