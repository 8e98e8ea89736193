import assert from "node:assert/strict";
import { join } from "node:path";
import { type Heartbeat, readHeartbeat, writeHeartbeat } from "../../lib/dag/heartbeat.ts";

const BEAT = {
  activity: "running",
  due: "2024-11-25T09:00:00Z",
  next: "2024-12-02T09:00:00Z",
  last_outcome: null,
  run_id: "2024-W48_20241125T090000Z",
} as const;

Deno.test("a heartbeat is one file with time and process, replaced each time", () => {
  const folder = join(Deno.makeTempDirSync(), "outputs");
  assert.equal(readHeartbeat(folder), undefined);
  assert.equal(writeHeartbeat(folder, BEAT, new Date("2024-11-25T09:00:30Z")), undefined);
  assert.deepEqual(readHeartbeat(folder), {
    time: "2024-11-25T09:00:30.000Z",
    pid: Deno.pid,
    ...BEAT,
  });
  const before = Date.now();
  assert.equal(writeHeartbeat(folder, { ...BEAT, activity: "waiting" }), undefined);
  const { activity, time } = readHeartbeat(folder) as Heartbeat;
  assert.equal(activity, "waiting");
  assert(Date.parse(time) >= before && Date.parse(time) <= Date.now());
  assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["heartbeat.json"]);
});

Deno.test("a heartbeat that cannot be written is a sentence, a damaged one is none", () => {
  const folder = Deno.makeTempDirSync();
  const file = join(folder, "file");
  Deno.writeTextFileSync(file, "");
  assert.match(writeHeartbeat(file, BEAT)!, /^the heartbeat is not written: /);
  for (const damaged of ["", "{", "null", "7", `{"time": "soon"}`]) {
    Deno.writeTextFileSync(join(folder, "heartbeat.json"), damaged);
    assert.equal(readHeartbeat(folder), undefined, damaged);
  }
});
