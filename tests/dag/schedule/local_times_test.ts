import assert from "node:assert/strict";
import fc from "fast-check";
import { cronTimes } from "../../../lib/dag/schedule/cron_times.ts";
import { FakeSchedule } from "./fake_schedule.ts";

const CASES: [what: string, cron: string, zone: string, from: string, to: string, at: string[]][] =
  [
    [
      "09:00 in Madrid is an hour earlier in summer, in UTC",
      "0 9 * * MON",
      "Europe/Madrid",
      "2024-03-20T00:00Z",
      "2024-04-03T00:00Z",
      ["2024-03-25T08:00Z", "2024-04-01T07:00Z"],
    ],
    [
      "09:00 in Auckland is on Sunday in UTC",
      "0 9 * * MON",
      "Pacific/Auckland",
      "2024-11-20T00:00Z",
      "2024-11-28T00:00Z",
      ["2024-11-24T20:00Z"],
    ],
    [
      "half-hour zones have their own minutes",
      "0 9 * * *",
      "Asia/Kolkata",
      "2024-11-20T00:00Z",
      "2024-11-21T00:00Z",
      ["2024-11-20T03:30Z"],
    ],
    [
      "a time that is skipped comes right after the jump, once",
      "30 2 * * *",
      "Europe/Madrid",
      "2024-03-30T12:00Z",
      "2024-04-01T12:00Z",
      ["2024-03-31T01:00Z", "2024-04-01T00:30Z"],
    ],
    [
      "several times that are skipped come once, with the one after the jump",
      "0,15,30 2,3 * * *",
      "Europe/Madrid",
      "2024-03-30T12:00Z",
      "2024-03-31T12:00Z",
      ["2024-03-31T01:00Z", "2024-03-31T01:15Z", "2024-03-31T01:30Z"],
    ],
    [
      "a midnight that is skipped comes at 01:00",
      "0 0 * * *",
      "America/Santiago",
      "2024-09-07T12:00Z",
      "2024-09-09T12:00Z",
      ["2024-09-08T04:00Z", "2024-09-09T03:00Z"],
    ],
    [
      "a time that is shown twice comes once, the first time",
      "30 2 * * *",
      "Europe/Madrid",
      "2024-10-26T12:00Z",
      "2024-10-28T12:00Z",
      ["2024-10-27T00:30Z", "2024-10-28T01:30Z"],
    ],
    [
      "so do all times of the repeated hour",
      "0,30 1-3 * * *",
      "America/New_York",
      "2024-11-02T12:00Z",
      "2024-11-03T12:00Z",
      [
        "2024-11-03T05:00Z",
        "2024-11-03T05:30Z",
        "2024-11-03T07:00Z",
        "2024-11-03T07:30Z",
        "2024-11-03T08:00Z",
        "2024-11-03T08:30Z",
      ],
    ],
    [
      "clocks that change by half an hour",
      "45 1 * * *",
      "Australia/Lord_Howe",
      "2024-04-05T20:00Z",
      "2024-04-07T20:00Z",
      ["2024-04-06T14:45Z", "2024-04-07T15:15Z"],
    ],
  ];

for (const [what, cron, zone, from, to, at] of CASES) {
  Deno.test(`schedule: ${what}`, async () => {
    const fake = await new FakeSchedule(from, { cron, zone, catchUp: "none" }).until(to);
    assert.deepEqual(fake.ticks.map((time) => `${time}Z`), at);
  });
}

Deno.test("cronTimes() returns a daily time once per local day, backwards and forwards", () => {
  const zones = ["Europe/Madrid", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones, "Pacific/Auckland", "UTC"),
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      (zone, hour, minute) => {
        const { next, previous } = cronTimes(`${minute} ${hour} * * *`, zone);
        const local = (at: Date) =>
          Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
        let day = Temporal.PlainDate.from("2024-01-01");
        let at = next(
          new Date(
            day.subtract({ days: 1 }).toZonedDateTime({
              timeZone: zone,
              plainTime: { hour, minute },
            }).epochMilliseconds,
          ),
        );
        for (; day.year === 2024; day = day.add({ days: 1 })) {
          assert.equal(`${local(at).toPlainDate()}`, `${day}`);
          const then = next(at);
          assert.equal(previous(then)!.getTime(), at.getTime(), `before ${then.toISOString()}`);
          at = then;
        }
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});
