import assert from "node:assert/strict";
import { cronTimes } from "../../../lib/dag/schedule/cron_times.ts";

const refused: [string, RegExp][] = [
  ["0 9 * * 1", /1 is Sunday for this scheduler/],
  ["0 9 * * 1-5", /Write weekdays by name/],
  ["0 9 * * 0", /Write weekdays by name/],
  ["0 9 31 2 *", /no such date: day 31 of month 2/],
  ["0 9 30-31 FEB *", /no such date/],
  ["0 9 31 4,6 *", /no such date/],
  ["@daily", /five fields/],
  ["@weekly", /five fields/],
  ["0 0 9 * * MON", /remove the one for seconds/],
  ["9 * MON", /3 fields: write five/],
  ["", /1 fields: write five/],
  ["0 9 1 * MON", /not both/],
  ["61 9 * * *", /Invalid value for minute: 61/],
  ["0 9 1-40 * *", /Invalid value for day/],
  ["0 9 * * LUN", /Not a weekday: LUN/],
  ["0 9 * FOO *", /.+/],
  ["0 9 L * *", /Only digits/],
  ["*/0 9 * * *", /.+/],
  ["0 9 */40 * *", /.+/],
  ["0 9 * * MON-", /Not a weekday/],
];

for (const [expression, why] of refused) {
  Deno.test(`cronTimes() refuses "${expression}"`, () => {
    assert.throws(() => cronTimes(expression), (error: Error) => {
      assert.equal(error.name, "UserError");
      const [first, second] = error.message.split("\n");
      assert.ok(first!.includes(`found "${expression}"`));
      assert.match(second!, why);
      return true;
    });
  });
}

const accepted: [string, string, string][] = [
  ["0 9 * * MON", "2024-11-18T09:00:00Z", "2024-12-02T09:00:00Z"],
  ["0 9 * * mon", "2024-11-18T09:00:00Z", "2024-12-02T09:00:00Z"],
  [" */15  8-18 * * MON-FRI ", "2024-11-25T08:45:00Z", "2024-11-25T09:15:00Z"],
  ["0 9 29 2 *", "2024-02-29T09:00:00Z", "2028-02-29T09:00:00Z"],
  ["30 6 1,15 JAN-MAR *", "2024-03-15T06:30:00Z", "2025-01-01T06:30:00Z"],
];

for (const [expression, previous, next] of accepted) {
  Deno.test(`cronTimes() returns the times of "${expression}", and Deno.cron accepts it`, () => {
    const times = cronTimes(expression);
    const monday = new Date("2024-11-25T09:00:00Z");
    assert.equal(times.previous(monday)!.getTime(), Date.parse(previous));
    assert.equal(times.next(monday).getTime(), Date.parse(next));
    const signal = AbortSignal.abort();
    Deno.cron(`accepted ${accepted.findIndex(([e]) => e === expression)}`, times.expression, {
      signal,
    }, () => {});
  });
}
