import assert from "node:assert/strict";
import fc from "fast-check";
import { localDays } from "../../../lib/table/time/local_days.ts";
import { everyZone } from "../../../lib/table/time/time_zones.ts";
import { dayName, dayOfDate } from "../../../lib/table/time/week.ts";

const microseconds = (instant: string) => Date.parse(instant) * 1000;
const day = (zone: string, instant: string) => dayName(localDays(zone)(microseconds(instant)));

const CASES: [zone: string, instant: string, day: string, what: string][] = [
  ["Europe/Madrid", "2024-07-01T22:00Z", "2024-07-02", "local midnight in summer"],
  ["Europe/Madrid", "2024-12-01T23:00Z", "2024-12-02", "local midnight in winter"],
  ["Europe/Madrid", "2024-12-01T22:59:59.999Z", "2024-12-01", "the last millisecond of a day"],
  ["Pacific/Auckland", "2024-11-24T20:30Z", "2024-11-25", "a morning, thirteen hours ahead"],
  ["Asia/Kolkata", "2024-05-05T18:29Z", "2024-05-05", "half an hour before midnight, UTC+5:30"],
  ["Asia/Kolkata", "2024-05-05T18:30Z", "2024-05-06", "midnight, UTC+5:30"],
  ["Asia/Kathmandu", "2024-05-05T18:15Z", "2024-05-06", "midnight, UTC+5:45"],
  ["Australia/Lord_Howe", "2024-04-06T12:59Z", "2024-04-06", "before midnight, UTC+11"],
  ["Australia/Lord_Howe", "2024-04-07T13:15Z", "2024-04-07", "not yet midnight, UTC+10:30"],
  ["Australia/Lord_Howe", "2024-04-07T13:30Z", "2024-04-08", "midnight, UTC+10:30"],
  ["America/Santiago", "2024-09-08T03:59Z", "2024-09-07", "before a midnight that is skipped"],
  ["America/Santiago", "2024-09-08T04:00Z", "2024-09-08", "01:00, the start of that day"],
  ["Pacific/Apia", "2011-12-30T09:59Z", "2011-12-29", "before the date line was moved"],
  ["Pacific/Apia", "2011-12-30T10:00Z", "2011-12-31", "after it: a day is missing"],
  [
    "America/St_Johns",
    "2010-11-07T02:30Z",
    "2010-11-07",
    "midnight, a minute before the clocks go back",
  ],
  ["America/St_Johns", "2010-11-07T02:31Z", "2010-11-06", "which is the day before again"],
  ["Pacific/Kiritimati", "2024-01-01T10:00Z", "2024-01-02", "the first zone to have a day"],
  ["Etc/GMT+12", "2024-01-01T11:59Z", "2023-12-31", "the last zone to have it"],
];

for (const [zone, instant, expected, what] of CASES) {
  Deno.test(`localDays(): ${instant} in ${zone} is ${what}`, () => {
    assert.equal(day(zone, instant), expected);
  });
}

Deno.test("localDays() agrees with Intl for random zones and instants", () => {
  const formats = new Map<string, Intl.DateTimeFormat>();
  const dayByIntl = (zone: string, ms: number) => {
    let format = formats.get(zone);
    if (!format) formats.set(zone, format = new Intl.DateTimeFormat("en-CA", { timeZone: zone }));
    return format.format(ms);
  };
  const ms = fc.oneof(
    fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2026, 0) }),
    fc.integer({ min: Date.UTC(2000, 0, 2) / 900_000, max: Date.UTC(2026, 0) / 900_000 })
      .map((quarters) => quarters * 900_000),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...everyZone()),
      fc.array(ms, { minLength: 1, maxLength: 30 }),
      (zone, instants) => {
        const dayOf = localDays(zone);
        for (const instant of instants) {
          assert.equal(dayName(dayOf(instant * 1000)), dayByIntl(zone, instant), `${instant}`);
        }
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("localDays() agrees with Temporal around every clock change of this century", () => {
  for (const zone of ["Europe/Madrid", "Australia/Lord_Howe", "America/St_Johns", "Asia/Gaza"]) {
    const dayOf = localDays(zone);
    let change = Temporal.Instant.from("2000-01-01T00:00Z").toZonedDateTimeISO(zone)
      .getTimeZoneTransition("next");
    for (; change && change.year < 2030; change = change.getTimeZoneTransition("next")) {
      for (const step of [-1, 0, 1]) {
        const local = change.add({ milliseconds: step });
        const found = dayName(dayOf(local.epochMilliseconds * 1000));
        assert.equal(found, local.toPlainDate().toString(), `${local}`);
      }
    }
  }
});

Deno.test("localDays() in UTC starts days at midnight, also before 1970, and keeps NaN", () => {
  const dayOf = localDays("UTC");
  assert.equal(dayOf(-1), -1);
  assert.equal(dayOf(0), 0);
  assert(Number.isNaN(dayOf(NaN)));
  const now = new Date("2024-11-25T12:00Z");
  assert.equal(dayOf(now.getTime() * 1000), dayOfDate(now));
});

Deno.test("localDays() returns a day for any 64-bit number of microseconds", () => {
  for (const zone of ["UTC", "Europe/Madrid", "Pacific/Auckland"]) {
    const dayOf = localDays(zone);
    for (const far of [-(2 ** 63), 2 ** 63]) {
      assert(Math.abs(dayOf(far) - far / 86_400e6) <= 1, zone);
      assert.equal(dayOf(far), dayOf(far), zone);
    }
    assert.equal(dayName(dayOf(microseconds("2024-07-02T12:00Z"))).slice(0, 7), "2024-07");
  }
});
