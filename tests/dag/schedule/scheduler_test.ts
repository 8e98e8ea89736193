import assert from "node:assert/strict";
import { MAX_ATTEMPTS } from "../../../lib/dag/schedule/decide.ts";
import { FakeSchedule } from "./fake_schedule.ts";

const SUNDAY = "2024-11-24T12:00Z", NEXT_SUNDAY = "2024-12-01T12:00Z";
const MONDAY = "2024-11-25T09:00", BEFORE = "2024-11-18T09:00", NEXT = "2024-12-02T09:00";

/** A schedule whose last time was done. */
function upToDate(from = SUNDAY, given: FakeSchedule["given"] = {}): FakeSchedule {
  const fake = new FakeSchedule(from, given);
  fake.add({ due: new Date(`${BEFORE}Z`), started: new Date(`${BEFORE}Z`) });
  return fake;
}

Deno.test("a schedule runs at its times, once each", async () => {
  const fake = await upToDate().until("2024-12-09T12:00Z");
  assert.deepEqual(fake.ticks, [MONDAY, NEXT, "2024-12-09T09:00"]);
  assert.deepEqual(fake.log.filter((line) => line.startsWith("next run")), [
    "next run at 2024-11-25T09:00",
    "next run at 2024-12-02T09:00",
    "next run at 2024-12-09T09:00",
    "next run at 2024-12-16T09:00",
  ]);
});

Deno.test("at the start, the newest time that was missed is caught up at once", async () => {
  const fake = new FakeSchedule(SUNDAY);
  fake.add({ due: new Date("2024-10-07T09:00Z") });
  await fake.wake();
  assert.deepEqual(fake.ticks, [BEFORE]);
  assert.equal(fake.log[0], `catching up on ${BEFORE}`);
});

Deno.test("with --catch-up none, a schedule waits for the next time, but ends what it began", async () => {
  const fake = new FakeSchedule(SUNDAY, { catchUp: "none" });
  await fake.wake();
  assert.deepEqual(fake.ticks, []);
  fake.outcomes = ["stopped"];
  await fake.until("2024-11-25T09:00Z");
  fake.restart();
  await fake.wake();
  assert.deepEqual(fake.ticks, [MONDAY, MONDAY]);
});

Deno.test("a machine that slept over several times runs once", async () => {
  const fake = upToDate();
  fake.now = new Date("2024-12-17T20:00Z");
  await fake.wake();
  await fake.wake();
  assert.deepEqual(fake.ticks, ["2024-12-16T09:00"]);
});

Deno.test("a run by hand after the scheduled time does what was due, a back-run does not", async () => {
  for (const [current, ticks] of [[true, []], [false, [BEFORE]]] as const) {
    const fake = new FakeSchedule(SUNDAY);
    fake.add({ current, started: new Date("2024-11-18T10:00Z") });
    await fake.wake();
    assert.deepEqual(fake.ticks, ticks);
  }
});

Deno.test("without new data it waits and looks again until the next time, and says so once", async () => {
  const fake = upToDate();
  fake.outcomes = ["skipped", "skipped"];
  await fake.until("2024-11-26T09:00Z");
  assert.deepEqual(fake.ticks, [MONDAY]);
  assert.deepEqual(fake.events, ["late"]);
  fake.look = "changed"; // a file that is again too old
  await fake.until("2024-11-26T09:10Z");
  fake.look = "same";
  fake.restart();
  await fake.until("2024-11-27T09:00Z");
  assert.deepEqual(fake.ticks, [MONDAY, MONDAY]);
  assert.deepEqual(fake.events, ["late"]);
  fake.look = "changed";
  await fake.until("2024-11-27T09:20Z");
  fake.look = "same";
  await fake.until(NEXT_SUNDAY);
  assert.deepEqual(fake.ticks, [MONDAY, MONDAY, MONDAY]);
  assert.equal(fake.runs[0]!.state, "success");
});

Deno.test("invalid input files are not tried again before they change", async () => {
  const fake = upToDate();
  fake.outcomes = ["refused"];
  await fake.until(NEXT_SUNDAY);
  assert.deepEqual(fake.ticks, [MONDAY]);
  assert.deepEqual(fake.events, ["refused"]);
});

Deno.test("files that are being copied are looked at every minute, others every --poll-minutes", async () => {
  const looks = async (look: FakeSchedule["look"]) => {
    const fake = upToDate();
    let count = 0;
    fake.outcomes = ["skipped"];
    Object.defineProperty(fake, "look", { get: () => (count++, look) });
    await fake.until("2024-11-25T10:00Z");
    return count;
  };
  assert.equal(await looks("same"), 6);
  assert.equal(await looks("changing"), 51);
});

Deno.test("a failed run is tried again after growing pauses, across restarts; then the operator is told", async () => {
  const fake = upToDate();
  fake.outcomes = Array(MAX_ATTEMPTS).fill("failed");
  const at: string[] = [];
  while (fake.now < new Date("2024-11-25T12:00Z")) {
    const before = fake.ticks.length;
    await fake.until(new Date(fake.now.getTime() + 60_000).toISOString());
    if (fake.ticks.length > before) at.push(fake.now.toISOString().slice(11, 16));
    fake.restart();
  }
  assert.deepEqual(at, ["09:00", "09:05", "09:20", "10:05"]);
  assert.equal(fake.events[0], "given_up");
  await fake.until(`${NEXT}Z`);
  assert.deepEqual(fake.ticks.at(-1), NEXT);
});

Deno.test("a killed run counts as a failure, a stopped one does not and continues at once", async () => {
  const fake = upToDate();
  fake.outcomes = ["killed"];
  await fake.until("2024-11-25T09:00Z");
  fake.outcomes = Array(9).fill("stopped");
  await fake.until("2024-11-25T09:04Z");
  assert.equal(fake.ticks.length, 1);
  await fake.until("2024-11-25T09:05Z");
  for (let i = 0; i < 8; i++) {
    fake.restart();
    await fake.wake();
  }
  assert.equal(fake.ticks.length, 10);
  fake.outcomes = ["failed"];
  fake.restart();
  assert.deepEqual(
    (await fake.wake())!,
    {
      kind: "pause",
      due: new Date(`${MONDAY}Z`),
      until: new Date("2024-11-25T09:20Z"),
      failures: 2,
    },
  );
});

Deno.test("a run that leaves no record is tried again at the next look, not at once", async () => {
  const fake = upToDate();
  fake.outcomes = ["no record", "no record"];
  await fake.until("2024-11-25T09:30Z");
  assert.deepEqual(fake.ticks, [MONDAY, MONDAY, MONDAY]);
  assert.ok(fake.log.includes("run failed: the folder is in use"));
});

Deno.test("while another process runs, a schedule waits", async () => {
  const fake = upToDate();
  fake.add({ due: new Date(`${MONDAY}Z`), state: "running" });
  await fake.until("2024-11-25T10:00Z");
  assert.deepEqual(fake.ticks, []);
});

Deno.test("a clock set back shortly after a run repeats nothing", async () => {
  const fake = await upToDate().until("2024-11-25T09:05Z");
  fake.now = new Date("2024-11-25T08:50Z");
  await fake.until("2024-12-02T09:00Z");
  assert.deepEqual(fake.ticks, [MONDAY, NEXT]);
});

Deno.test("a clock that was years ahead for a while does not silence the schedule", async () => {
  const fake = upToDate();
  fake.now = new Date("2099-01-01T00:00Z");
  fake.outcomes = ["skipped"];
  await fake.wake();
  fake.now = new Date(SUNDAY);
  await fake.until("2024-12-02T09:00Z");
  assert.deepEqual(fake.ticks.slice(1), [MONDAY, NEXT]);
});

Deno.test("a schedule that a clock ahead has started waits for the times of the right clock", async () => {
  const fake = new FakeSchedule("2099-01-01T00:00Z", { catchUp: "none" });
  fake.now = new Date(SUNDAY);
  await fake.until("2024-11-26T00:00Z");
  assert.deepEqual(fake.ticks, [MONDAY]);
});

Deno.test("a failure that a clock ahead has recorded does not pause the schedule until then", async () => {
  const fake = upToDate();
  fake.now = new Date(`${MONDAY}Z`);
  fake.add({ due: fake.now, state: "failed", ended: new Date("2024-11-30T00:00Z") });
  await fake.wake();
  assert.deepEqual(fake.ticks, [MONDAY]);
});

Deno.test("records that cannot be read for a while do not end the schedule, nor let it run", async () => {
  const fake = await upToDate().until("2024-11-25T08:58Z");
  const { runs } = fake;
  let broken = true;
  Object.defineProperty(fake, "runs", {
    get: () => {
      if (broken) throw new Error("Input/output error (os error 5)");
      return runs;
    },
  });
  await fake.until("2024-11-25T09:30Z");
  assert.deepEqual(fake.ticks, []);
  assert.deepEqual(
    fake.log.filter((line) => line.startsWith("cannot")),
    ["cannot go on now: Input/output error (os error 5)"],
  );
  broken = false;
  await fake.wake();
  assert.deepEqual(fake.ticks, [MONDAY]);
});
