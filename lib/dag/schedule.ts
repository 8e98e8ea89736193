import { visibleText } from "./terminal/visible_text.ts";
import { cronTimes, dueTimes } from "./cron_times.ts";

export interface ScheduleOptions {
  /** Five fields, weekdays by name. */
  cron: string;
  /** IANA name of the zone of the fields; UTC by default. */
  timeZone?: string;
  /** Letters, digits, spaces, `-` and `_`, at most 64. */
  name: string;
  /**
   * Starts one run. Returns whether it succeeded (a run without new data did). An error is logged
   * and counts as a failure. The signal stops the run; the next `--resume` continues it.
   */
  run: (signal: AbortSignal) => Promise<boolean>;
  /** When the newest successful run started. */
  lastSuccess: () => Date | undefined;
  /** How often a failed run is retried, unless the next scheduled time comes first. */
  retries?: number;
  /** Wait before a retry. */
  retryAfterMs?: number;
  log?: (text: string) => void;
}

/**
 * Runs on a schedule (Deno.cron) until SIGINT or SIGTERM. The first signal lets a run stop cleanly,
 * a second one ends the process. A scheduled time missed since the last success is caught up at the
 * start. A failing run does not end the schedule.
 *
 * Deno.cron's own retries are off: they come within a minute, and scheduled times during a retry
 * are lost.
 *
 * @throws UserError for an invalid cron expression.
 */
export async function schedule({
  cron,
  timeZone = "UTC",
  name,
  run,
  lastSuccess,
  retries = 2,
  retryAfterMs = 30 * 60_000,
  log = logLine,
}: ScheduleOptions): Promise<void> {
  const times = cronTimes(cron, timeZone);
  const show = (date: Date) => localInstant(date, timeZone);
  const stop = new AbortController();
  const { signal } = stop;
  let last = Promise.resolve();

  // one run at a time: a time that comes during a run waits until it ends
  const enqueue = () => last = last.then(attempts);

  async function attempts(): Promise<void> {
    for (let attempt = 0; !signal.aborted && !await attemptOnce() && !signal.aborted; attempt++) {
      const retryAt = Date.now() + retryAfterMs;
      if (attempt >= retries || retryAt >= times.next(new Date()).getTime()) {
        return log(`gave up until ${show(times.next(new Date()))}`);
      }
      log(`trying again at ${show(new Date(retryAt))} (${attempt + 1} of ${retries})`);
      await sleep(retryAfterMs, signal);
    }
  }

  async function attemptOnce(): Promise<boolean> {
    log("run starts");
    try {
      const succeeded = await run(signal);
      log(succeeded ? "run succeeded" : "run failed");
      return succeeded;
    } catch (error) {
      log(`run failed: ${error instanceof Error ? error.message : error}`);
      return false;
    }
  }

  const release = onStopSignals((name) => {
    if (signal.aborted) Deno.exit(130);
    log(`${name}: stopping; send it again to exit at once`);
    stop.abort(new Error(`stopped by ${name}`));
  });
  try {
    const missed = times.previous(new Date());
    const success = lastSuccess();
    if (missed && (!success || success < missed)) {
      log(`catching up on ${show(missed)}`);
      enqueue();
    }
    log(`next run at ${show(times.next(new Date()))}`);
    if (timeZone === "UTC") {
      await Deno.cron(name, times.expression, { signal, backoffSchedule: [] }, enqueue);
    } else {
      // Deno.cron knows UTC only, so check every minute; not awaited, so that checks continue
      const isDue = dueTimes(times, new Date());
      await Deno.cron(name, "* * * * *", { signal, backoffSchedule: [] }, () => {
        if (isDue(new Date())) enqueue();
      });
    }
    await last;
  } finally {
    release();
  }
}

/** Calls back on SIGINT and SIGTERM (on Windows, SIGINT only) until it is released. */
function onStopSignals(stopped: (name: Deno.Signal) => void): () => void {
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const listeners = names.map((name) => [name, () => stopped(name)] as const);
  for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
  return () => {
    for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
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

function logLine(text: string): void {
  // one event is one line, even if its text has several
  const line = visibleText(text).replaceAll(/\s*\n\s*/g, " | ");
  console.error(`${instant(new Date())} schedule  ${line}`);
}
