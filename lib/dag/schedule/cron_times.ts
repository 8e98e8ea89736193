import { Cron } from "croner";
import { localTimes } from "./local_times.ts";
import { UserError } from "../../user_error.ts";

/** The times of a schedule, as instants. */
export interface CronTimes {
  /** The expression, as Deno.cron takes it. */
  expression: string;
  /** The newest time before an instant, or `undefined`. */
  previous(before: Date): Date | undefined;
  /** The first time after an instant. */
  next(after: Date): Date;
}

const WEEKDAY = /^(\*|(MON|TUE|WED|THU|FRI|SAT|SUN)([-,](MON|TUE|WED|THU|FRI|SAT|SUN))*)$/;

/**
 * Reads a cron expression of five fields: minute, hour, day, month, weekday. It rejects what
 * Deno.cron (Deno 2.9.6) handles with a panic, an obscure error or the wrong day: numeric weekdays
 * count from Sunday = 1 there, and an impossible date ends the process.
 *
 * @param timeZone IANA name of the zone of the fields. A local time that a clock change skips runs right
 * after the change; one that occurs twice runs once.
 * @throws UserError that says what to write instead.
 *
 * @example
 * ```ts
 * import { cronTimes } from "./cron_times.ts";
 * import assert from "node:assert/strict";
 *
 * const { previous, next } = cronTimes("0 9 * * MON");
 * const thursday = new Date("2024-11-28T12:00:00Z");
 * assert.equal(previous(thursday)!.toISOString(), "2024-11-25T09:00:00.000Z");
 * assert.equal(next(thursday).toISOString(), "2024-12-02T09:00:00.000Z");
 * ```
 */
export function cronTimes(given: string, timeZone = "UTC"): CronTimes {
  const expression = given.trim().toUpperCase();
  const refuse = (why: string) =>
    new UserError(
      `--cron: expected five fields such as "0 9 * * MON" (minute, hour, day, month, weekday; ` +
        `in --time-zone), found "${given}"\n${why}`,
    );
  if (expression.startsWith("@")) {
    throw refuse(`Names like @daily are not supported: write the five fields.`);
  }
  const fields = expression.split(/\s+/);
  if (fields.length === 6) throw refuse("Six fields: remove the one for seconds.");
  if (fields.length !== 5) throw refuse(`${fields.length} fields: write five.`);
  const [, , day, month, weekday] = fields as [string, string, string, string, string];
  if (/\d/.test(weekday)) {
    throw refuse(
      `Write weekdays by name: as a number, 1 is Sunday for this scheduler and Monday for others.`,
    );
  }
  if (!WEEKDAY.test(weekday)) {
    throw refuse(`Not a weekday: ${weekday}. Write MON, MON,THU or MON-FRI.`);
  }
  if (day !== "*" && weekday !== "*") {
    throw refuse(
      "Give a day of the month or a weekday, not both: schedulers disagree on its meaning.",
    );
  }
  if (/[^\d*,/\-\s]/.test(expression.replace(/(\s|,|-)[A-Z]{3}(?=[\s,-]|$)/g, "$1"))) {
    throw refuse("Only digits, * , - / and the names of months and weekdays are supported.");
  }
  const wrong = valueOutOfRange(fields);
  if (wrong) throw refuse(wrong);
  const cron = parse(expression, refuse);
  const { next, previous } = localTimes({
    next: (after) => cron.nextRun(after),
    previous: (before) => cron.previousRuns(1, before)[0],
  }, timeZone);
  if (!next(new Date())) throw refuse(`There is no such date: day ${day} of month ${month}.`);
  return {
    expression,
    previous,
    next: (after) => next(after)!,
  };
}

/** The numbers that a field may have. */
const RANGES = [["minute", 0, 59], ["hour", 0, 23], ["day", 1, 31], ["month", 1, 12]] as const;

/** The first number that its field cannot have; the parser would count days and months from 0. */
function valueOutOfRange(fields: string[]): string | undefined {
  for (const [i, [name, from, to]] of RANGES.entries()) {
    for (const [, slash, digits] of fields[i]!.matchAll(/(\/?)(\d+)/g)) {
      const least = slash ? 1 : from, most = slash ? to - from : to;
      if (digits!.length <= 2 && Number(digits) >= least && Number(digits) <= most) continue;
      const what = slash ? `step of ${name}` : name;
      return `Invalid value for ${what}: ${digits}. Write ${least} to ${most}.`;
    }
  }
  return undefined;
}

/** The expression on a clock that never changes. */
function parse(expression: string, refuse: (why: string) => UserError): Cron {
  try {
    return new Cron(expression, { timezone: "UTC", mode: "5-part" });
  } catch (error) {
    throw refuse((error as Error).message.replace(/^CronPattern: /, ""));
  }
}
