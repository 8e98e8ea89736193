import assert from "node:assert/strict";
import { cronTimes } from "../../../lib/dag/schedule/cron_times.ts";

// Deno.cron refuses them with an error of its own, or another library counts days from 0
const outOfRange: [string, string][] = [
  ["60 9 * * MON", "minute: 60. Write 0 to 59."],
  ["0 24 * * MON", "hour: 24. Write 0 to 23."],
  ["0 9 0 * *", "day: 0. Write 1 to 31."],
  ["0 9 32 * *", "day: 32. Write 1 to 31."],
  ["0 9 * 13 *", "month: 13. Write 1 to 12."],
  ["0 9 * 0 *", "month: 0. Write 1 to 12."],
  ["5-99 9 * * MON", "minute: 99. Write 0 to 59."],
  ["007 9 * * MON", "minute: 007. Write 0 to 59."],
  ["0-59/60 9 * * MON", "step of minute: 60. Write 1 to 59."],
  ["0 */0 * * MON", "step of hour: 0. Write 1 to 23."],
  ["0 9 */31 * *", "step of day: 31. Write 1 to 30."],
];

for (const [expression, why] of outOfRange) {
  Deno.test(`cronTimes() names the number of "${expression}" that is out of range`, () => {
    assert.throws(() => cronTimes(expression), {
      name: "UserError",
      message: /^--cron: expected five fields[^\n]*\nInvalid value for /,
    });
    assert.throws(() => cronTimes(expression), ({ message }: Error) => message.endsWith(why));
  });
}
