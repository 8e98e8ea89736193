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

Deno.test("the usual gap is the mean of the last eight, which agrees with a count", () => {
  // nine gaps: the first, of 20 weeks, does not count
  const weeks = [0, 20, 21, 22, 23, 24, 27, 30, 33, 36];
  assert.equal(habitOf(series(...weeks), 0, 40)!.every, 2);
  assert.equal(habitOf(series(0, 1, 2, 5, 7), 0, 8)!.every, 1.8, "5 of 8 weeks, median 1.5");
  assert.equal(habitOf(series(1, 4), 0, 9)!.every, undefined, "one gap is no habit");
});

Deno.test("gaps with one long pause have no rhythm", () => {
  assert.equal(habitOf(series(0, 2, 4, 6, 9), 0, 12)!.rhythm, 2);
  assert.equal(habitOf(series(0, 2, 4, 6, 26), 0, 28)!.rhythm, undefined);
});

Deno.test("purchases of the predicted week or later are not known", () => {
  assert.equal(habitOf(series(10, 11), 0, 10), undefined);
  assert.equal(habitOf(series(9, 10, 11), 0, 10)!.times, 1);
});
