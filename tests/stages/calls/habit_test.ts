import assert from "node:assert/strict";
import { habitOf } from "../../../lib/stages/calls/habit.ts";

const series = (...weeks: number[]) => ({
  start: Int32Array.of(0, weeks.length),
  at: Int32Array.from(weeks),
});

Deno.test("a habit counts weeks back from the predicted one", () => {
  const habit = habitOf(series(90, 92, 94, 97), 0, 100)!;
  assert.deepEqual([habit.times, habit.since, habit.age, habit.every], [4, 3, 10, 2.3]);
  assert.deepEqual([3, 5, 6, 8, 10].map(habit.inLast), [1, 1, 2, 3, 4]);
});

const every = (...weeks: number[]) => habitOf(series(...weeks), 0, 100)!.every;
const rhythm = (...weeks: number[]) => habitOf(series(...weeks), 0, 100)!.rhythm;

Deno.test("the usual gap agrees with a count of the 12 weeks up to the last purchase", () => {
  assert.equal(every(10, 83, 86, 88, 90, 91, 92, 95), 12 / 6, "6 weeks of 12; 83 is longer ago");
  assert.equal(every(10, 40, 93, 94, 95, 96, 97, 98, 99), 1.7, "7 of 12, whatever was before");
  assert.equal(every(92, 94, 97, 99), 2.3, "began within them: the mean gap");
  assert.equal(every(60, 70, 82, 99), 14.5, "less than three in them: the last gaps");
  assert.equal(every(1, 4), undefined, "one gap is no habit");
});

Deno.test("a rhythm has gaps that are alike, in whole weeks", () => {
  assert.equal(rhythm(80, 82, 84, 86, 88, 91, 93, 95), 2);
  assert.equal(rhythm(40, 97, 98, 99), undefined, "three weeks after a pause, 4 on average");
  assert.equal(rhythm(70, 80, 82, 83, 84, 85, 91), undefined, "2 on average, of 1 and 6");
  assert.equal(rhythm(85, 86, 88, 89, 91, 92, 94, 95, 97), undefined, "1.5 is neither 1 nor 2");
});

Deno.test("purchases of the predicted week or later are not known", () => {
  assert.equal(habitOf(series(10, 11), 0, 10), undefined);
  assert.equal(habitOf(series(9, 10, 11), 0, 10)!.times, 1);
});
