import { userErrorOf } from "../../system_error.ts";
import { stopSignals } from "../stopping/stop_signals.ts";
import { visibleText } from "../terminal/visible_text.ts";
import { writeText } from "../terminal/write_text.ts";
import { cronTimes } from "./cron_times.ts";
import type { Decision } from "./decide.ts";
import { scheduler, type SchedulerOptions } from "./scheduler.ts";

export interface ScheduleOptions
  extends Pick<SchedulerOptions, "catchUp" | "runs" | "look" | "pollMs" | "notify"> {
  /** Five fields, weekdays by name. */
  cron: string;
  /** IANA name of the zone of the fields; UTC by default. */
  timeZone?: string;
  /** Letters, digits, spaces, `-` and `_`, at most 64. */
  name: string;
  /** Do what is due now, and end: another program repeats it. */
  once?: boolean;
  /**
   * Does what is due and returns the outcome as text; see `SchedulerOptions.tick`. The signal stops
   * it; the next start continues it.
   */
  tick: (due: Date, signal: AbortSignal) => Promise<string>;
  /** Called at every wake: what the schedule waits for, `undefined` while it works; the next time. */
  onWake?: (decision: Decision | undefined, next: Date) => void;
  log?: (text: string) => void;
}

/**
 * Runs on a schedule until SIGINT or SIGTERM. The first signal lets a run stop cleanly, a second one
 * ends the process. A failing run does not end the schedule.
 *
 * Deno.cron wakes it every minute; what is due is decided anew each time, from the clock and the
 * runs on disk. So a clock that is changed, a machine that slept and a time zone with summer time
 * need no special care. Deno.cron's own schedule would know UTC only, and its retries come within a
 * minute.
 *
 * @returns what it waits for at the end.
 * @throws UserError for an invalid cron expression.
 */
export async function schedule(options: ScheduleOptions): Promise<Decision | undefined> {
  const { cron, timeZone = "UTC", name, once = false, tick, onWake = () => {}, log = logLine } =
    options;
  const times = cronTimes(cron, timeZone);
  await using stop = await stopSignals();
  const { signal } = stop;
  const { wake } = scheduler({
    ...options,
    times,
    signal,
    log,
    now: () => new Date(),
    show: (date) => localInstant(date, timeZone),
    tick: (due) => tick(due, signal),
  });
  signal.addEventListener("abort", () => {
    log(`${signal.reason.stopSignal}: stopping; send it again to exit at once`);
  });
  const begin = async () => {
    const woken = wake();
    onWake(undefined, times.next(new Date()));
    const decision = await woken;
    if (decision) onWake(decision, times.next(new Date()));
    return decision;
  };
  // a start that cannot read the runs is an error: a wrong path stays wrong
  options.runs();
  if (once) return await begin();
  let problem = "";
  // later, a disk that is away may be back at the next wake
  const beginAnyway = () =>
    begin().catch((error) => {
      const text = `cannot tell what is due: ${userErrorOf(error)?.message ?? error}`;
      if (text !== problem) log(text);
      problem = text;
      return undefined;
    });
  let working = beginAnyway();
  await Deno.cron(name, "* * * * *", { signal, backoffSchedule: [] }, () => {
    const woken = beginAnyway();
    working = Promise.all([working, woken]).then(([before, now]) => now ?? before);
  });
  return await working;
}

function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** An instant in UTC, and what the clock of another zone shows. */
function localInstant(date: Date, timeZone: string): string {
  if (timeZone === "UTC") return instant(date);
  const local = Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone);
  const [day, time] = local.toPlainDateTime().toString({ smallestUnit: "minute" }).split("T");
  return `${instant(date)} (${day} ${time} ${timeZone})`;
}

/** Logs an event of the schedule on standard error, as one line. */
export function logLine(text: string): void {
  // one event is one line, even if its text has several
  const line = visibleText(text).replaceAll(/\s*\n\s*/g, " | ");
  writeText(Deno.stderr, `${instant(new Date())} schedule  ${line}\n`);
}
