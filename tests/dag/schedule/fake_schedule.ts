import type { CatchUp, PastRun } from "../../../lib/dag/schedule/decide.ts";
import { cronTimes } from "../../../lib/dag/schedule/cron_times.ts";
import {
  type ScheduleEvent,
  type Scheduler,
  scheduler,
} from "../../../lib/dag/schedule/scheduler.ts";
import type { Look } from "../../../lib/dag/schedule/watched_files.ts";

export const MINUTE_MS = 60_000;

/** What a run of the fake schedule does; by default it succeeds at once. */
export type Outcome = PastRun["state"] | "no record";

/** A schedule on a fake clock, whose runs are kept in memory. */
export class FakeSchedule {
  now: Date;
  /** Newest first. */
  runs: PastRun[] = [];
  log: string[] = [];
  events: ScheduleEvent["kind"][] = [];
  /** Scheduled times of the ticks, in their order. */
  ticks: string[] = [];
  look: Look = "same";
  /** The outcomes of the next ticks; afterwards, success. */
  outcomes: Outcome[] = [];
  #scheduler!: Scheduler;

  constructor(
    from: string,
    readonly given: { cron?: string; zone?: string; catchUp?: CatchUp; pollMs?: number } = {},
  ) {
    this.now = new Date(from);
    this.restart();
  }

  /** Starts the schedule anew, as after the end of its process. */
  restart(): void {
    const { cron = "0 9 * * MON", zone = "UTC", catchUp = "latest", pollMs = 10 * MINUTE_MS } =
      this.given;
    this.#scheduler = scheduler({
      times: cronTimes(cron, zone),
      catchUp,
      pollMs,
      runs: () => this.runs,
      look: () => this.look,
      now: () => this.now,
      log: (text) => this.log.push(text),
      notify: ({ kind }) => void this.events.push(kind),
      show: (date) => date.toISOString().slice(0, 16),
      tick: (due) => this.#tick(due),
    });
  }

  wake() {
    return this.#scheduler.wake();
  }

  /** Wakes every minute until an instant, but not while nothing is due. */
  async until(to: string): Promise<this> {
    const end = Date.parse(to);
    let idle = 0;
    while (this.now.getTime() < end) {
      const next = Math.max(this.now.getTime() + MINUTE_MS, idle - 2 * MINUTE_MS);
      this.now = new Date(Math.min(next, end));
      const decision = await this.wake();
      idle = decision?.kind === "wait" ? decision.until.getTime() : 0;
    }
    return this;
  }

  add(run: Partial<PastRun>): void {
    this.runs.unshift({
      runId: `run ${this.runs.length + 1}`,
      due: undefined,
      started: this.now,
      ended: this.now,
      state: "success",
      attempts: 1,
      current: true,
      ...run,
    });
  }

  #tick(due: Date): Promise<string> {
    this.ticks.push(due.toISOString().slice(0, 16));
    const state = this.outcomes.shift() ?? "success";
    if (state === "no record") return Promise.reject(new Error("the folder is in use"));
    const [unfinished] = this.runs;
    const resumes = ["failed", "killed", "stopped"].includes(unfinished?.state ?? "");
    if (resumes) {
      const { attempts, state: before } = unfinished!;
      const again = before === "stopped" ? attempts : attempts + 1;
      this.runs[0] = { ...unfinished!, due, state, ended: this.now, attempts: again };
    } else this.add({ due, state });
    return state === "failed" || state === "refused"
      ? Promise.reject(new Error(`it ${state}`))
      : Promise.resolve(`run ${state}`);
  }
}
