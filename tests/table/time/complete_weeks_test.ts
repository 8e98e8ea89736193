import assert from "node:assert/strict";
import fc from "fast-check";
import { firstIncompleteWeek } from "../../../lib/table/time/complete_weeks.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";

const FIRST = 2800;
/** One day per week: weekday 0 to 6 of each week, or `undefined` for a week without sales. */
const daysOf = (weekdays: (number | undefined)[]) =>
  Int32Array.from(
    weekdays.flatMap((weekday, week) =>
      weekday === undefined ? [] : [mondayOfWeek(FIRST + week) + weekday]
    ),
  );

const cases: { name: string; weekdays: (number | undefined)[]; complete: number }[] = [
  { name: "a Sunday always completes its week", weekdays: [6], complete: 1 },
  { name: "the only week is not complete before its Sunday", weekdays: [5], complete: 0 },
  {
    name: "weeks that end on Saturday are complete on Saturday",
    weekdays: [5, 5, 5, 5],
    complete: 4,
  },
  { name: "and not on Friday", weekdays: [5, 5, 5, 4], complete: 3 },
  {
    name: "nine of ten earlier weeks decide",
    weekdays: [6, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
    complete: 11,
  },
  {
    name: "eight of ten do not",
    weekdays: [6, 6, 4, 4, 4, 4, 4, 4, 4, 4, 4],
    complete: 10,
  },
  { name: "a week without sales does not vote", weekdays: [5, undefined, 5, 5], complete: 4 },
];
for (const { name, weekdays, complete } of cases) {
  Deno.test(`firstIncompleteWeek(): ${name}`, () => {
    assert.equal(firstIncompleteWeek(daysOf(weekdays)) - FIRST, complete);
  });
}

Deno.test("firstIncompleteWeek() is the newest day's week or the next, and never decreases", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { minLength: 1 }), (offsets) => {
      const days = Int32Array.from(offsets, (offset) => mondayOfWeek(FIRST) + offset).sort();
      const newestWeek = FIRST + Math.floor(Math.max(...offsets) / 7);
      const week = firstIncompleteWeek(days);
      assert.ok(week === newestWeek || week === newestWeek + 1);
      const sunday = Int32Array.of(...days, mondayOfWeek(newestWeek) + 6);
      assert.equal(firstIncompleteWeek(sunday), newestWeek + 1);
    }),
    { seed: 1, numRuns: 200 },
  );
});
