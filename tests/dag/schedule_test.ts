import assert from "node:assert/strict";
import { cronTimes } from "../../lib/dag/cron_times.ts";
import { child } from "./child.ts";

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

/** The log of a schedule until a line matches; then it is stopped. */
async function logOf(
  scenario: string,
  until: RegExp,
  { zone = "UTC", ...env }: Record<string, string> = {},
) {
  const running = child("scheduled.ts", [scenario, zone], env).spawn();
  const reader = running.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let stopping = false;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text += next.value;
    if (!stopping && until.test(text)) running.kill("SIGTERM");
    stopping ||= until.test(text);
  }
  const { code } = await running.status;
  const errors = await new Response(running.stderr).text();
  assert.equal(code, 0, errors);
  return text.trim().split("\n");
}

Deno.test("a schedule catches up once on a missed time at the start, and waits", async () => {
  const lines = await logOf("missed", /run succeeded/);
  assert.match(lines[0]!, /^catching up on \d{4}-\d\d-\d\dT09:00:00Z$/);
  assert.equal(lines.filter((line) => line.startsWith("begin")).length, 1);
  assert.ok(lines.some((line) => /^next run at .*T09:00:00Z$/.test(line)));
  assert.equal(lines.at(-1), "stopped");
});

Deno.test("a schedule with a time zone also shows local times, and waits for them", async () => {
  const lines = await logOf("missed", /run succeeded/, {
    zone: "Asia/Kolkata",
    DENO_CRON_TEST_SCHEDULE_OFFSET: "20",
  });
  assert.match(lines[0]!, /^catching up on .*T03:30:00Z \(\d{4}-\d\d-\d\d 09:00 Asia\/Kolkata\)$/);
  assert.equal(lines.filter((line) => line.startsWith("begin")).length, 1);
  assert.ok(lines.some((line) => /^next run at .*T03:30:00Z \(.* 09:00 Asia/.test(line)));
  assert.equal(lines.at(-1), "stopped");
});

Deno.test("a schedule runs at its times, one run after the other", async () => {
  const lines = await logOf("ticking", /end 3/, { DENO_CRON_TEST_SCHEDULE_OFFSET: "50" });
  assert.ok(!lines.some((line) => line.startsWith("catching up")));
  const marks = lines.filter((line) => /^(begin|end)/.test(line)).slice(0, 6);
  assert.deepEqual(marks, ["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"]);
});

Deno.test("a failed run is retried twice, then given up until the next time", async () => {
  const lines = await logOf("failing", /gave up/);
  assert.equal(lines.filter((line) => line === "run failed: no clientes.parquet").length, 3);
  assert.equal(lines.filter((line) => line.startsWith("trying again at")).length, 2);
});

Deno.test("a failed run does not end the schedule", async () => {
  const lines = await logOf("failing", /run succeeded/, { DENO_CRON_TEST_SCHEDULE_OFFSET: "100" });
  assert.ok(lines.includes("end 4"));
});

Deno.test("SIGTERM stops a run and waits until it has ended", async () => {
  const lines = await logOf("long", /begin 1/);
  assert.deepEqual(lines.slice(-4), ["stopped by SIGTERM", "end 1", "run succeeded", "stopped"]);
});
