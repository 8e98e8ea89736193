import assert from "node:assert/strict";
import { crewControl, endCrew, runStep } from "../../lib/workers/crew.ts";
import { runJobElsewhere } from "../../lib/workers/run_job.ts";
import { COUNT_ELSEWHERE, countPiece, type CountTask } from "./crew_work.ts";

const PIECES = 50;
const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
const newTask = (fails = -1): CountTask => ({
  control: crewControl(),
  counts: shared(PIECES),
  step: shared(1),
  fails,
});

for (const others of [0, 1, 3]) {
  Deno.test(`every piece of a step is done once before the next step, with ${others} others`, async () => {
    const task = newTask();
    const ended = runJobElsewhere(COUNT_ELSEWHERE, task, others);
    const work = countPiece(task);
    let sum = 0;
    for (let step = 1; step <= 3000; step++) {
      task.step[0] = step;
      const pieces = step % PIECES;
      runStep(task.control, pieces, work);
      // sums tell a piece that was done twice, or in another step
      sum += step * pieces;
      if (step % 100 === 0) assert.equal(task.counts.reduce((a, b) => a + b, 0), sum);
    }
    endCrew(task.control);
    await ended;
  });
}

Deno.test("a failure on another thread ends the step", async () => {
  const task = newTask(PIECES - 1);
  const ended = runJobElsewhere(COUNT_ELSEWHERE, task, 1);
  ended.catch(() => {});
  // the last piece is taken first; this thread leaves it to the other one
  const slow = (piece: number) => {
    if (piece === PIECES - 1) Atomics.wait(shared(1), 0, 0, 1);
  };
  try {
    for (let step = 0; step < 10_000; step++) runStep(task.control, PIECES, slow);
    assert.fail("the other thread took no piece");
  } catch (error) {
    assert.match(String(error), /another thread of the crew failed/);
  }
  endCrew(task.control);
  await assert.rejects(ended, /this piece fails/);
});
