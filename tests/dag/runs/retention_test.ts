import assert from "node:assert/strict";
import { join } from "node:path";
import { setLatest } from "../../../lib/dag/runs/latest.ts";
import { acquireLock } from "../../../lib/dag/runs/lock.ts";
import { pruneRuns } from "../../../lib/dag/runs/retention.ts";
import { createRunFolder, newRunId, runIds } from "../../../lib/dag/runs/run_folder.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { header, outputsFolder, RUN_ID } from "../fixtures.ts";
import { runKillable } from "../killable_run.ts";

Deno.test("pruneRuns() keeps the newest runs, latest and a run in progress", async () => {
  using outputs = outputsFolder();
  // the order of weeks differs from the order of starts
  const ids = [50, 48, 49, 47, 51].map((week, day) =>
    createRunFolder(outputs.dir, newRunId(`2024-W${week}`, new Date(Date.UTC(2024, 11, day + 1))))
  );
  const newestFirst = ids.toReversed();
  assert.deepEqual(runIds(outputs.dir), newestFirst);
  Deno.mkdirSync(join(outputs.dir, "runs", "my notes"));
  setLatest(outputs.dir, ids[1]!);
  {
    using lock = await acquireLock(outputs.dir);
    lock.setRun(ids[0]!);
    assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), [ids[2]]);
  }
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), [ids[0]]);
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), []);
  assert.deepEqual(runIds(outputs.dir), [ids[4], ids[3], ids[1]]);
  assert.ok(Deno.statSync(join(outputs.dir, "runs", "my notes")).isDirectory);
});

Deno.test("failed runs never displace a successful run", () => {
  using outputs = outputsFolder();
  const runs = (["success", "failed", "failed", "success", "failed"] as const).map((state, day) => {
    const id = newRunId("2024-W48", new Date(Date.UTC(2024, 11, day + 1)));
    const record = { run_id: createRunFolder(outputs.dir, id), dag: "d", state, ...header };
    const times = { started: "2024-12-01T09:00:00Z", ended: null };
    writeRunRecord(join(outputs.dir, "runs", id), { ...record, ...times, tasks: [], warnings: [] });
    return id;
  });
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), [runs[1]]);
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 1 }), [runs[2], runs[0]]);
});

Deno.test("runs of a backfill are as new as their start, whatever the time in their ids", () => {
  using outputs = outputsFolder();
  // made in this order: two weekly runs, then a backfill of two weeks before them
  const ids = [49, 50, 47, 48].map((week, day) => {
    const monday = new Date(Date.UTC(2024, 10, 18 + (week - 47) * 7));
    const id = newRunId(`2024-W${week}`, monday);
    const record = { ...header, run_id: id, dag: "d", state: "success", ended: null } as const;
    const rest = { started: `2024-12-2${day}T09:00:00.500Z`, tasks: [], warnings: [] };
    createRunFolder(outputs.dir, id, (folder) => writeRunRecord(folder, { ...record, ...rest }), {
      exactId: true,
    });
    return id;
  });
  assert.deepEqual(listRuns(outputs.dir).map(({ runId }) => runId), ids.toReversed());
  assert.deepEqual(pruneRuns(outputs.dir, { keep: 2 }), [ids[1], ids[0]]);
});

Deno.test("runs of the same second are ordered by suffix", () => {
  using outputs = outputsFolder();
  for (let i = 0; i < 11; i++) createRunFolder(outputs.dir, RUN_ID);
  assert.deepEqual(runIds(outputs.dir).slice(0, 2), [`${RUN_ID}-11`, `${RUN_ID}-10`]);
  assert.equal(runIds(outputs.dir).at(-1), RUN_ID);
});

Deno.test("an unreadable run is listed with its problem", async () => {
  using outputs = outputsFolder();
  for (let i = 0; i < 4; i++) await runKillable(outputs.dir);
  const path = (copy: string) => join(outputs.dir, "runs", RUN_ID + copy, "run.json");
  Deno.removeSync(path(""));
  Deno.writeTextFileSync(path("-2"), '{"run_id": ');
  Deno.writeTextFileSync(path("-3"), '{"run_id": "x", "tasks": [null]}');
  const [fine, strange, torn, missing] = listRuns(outputs.dir);
  assert.equal(fine!.run!.state, "success");
  assert.match(strange!.problem!, /not a run record/);
  assert.match(torn!.problem!, /JSON/);
  assert.match(missing!.problem!, /No such file/);
});

Deno.test("runs of the same second are in the order of their creation, the newest first", () => {
  using outputs = outputsFolder();
  const start = new Date("2024-11-25T09:00:00Z");
  const weeks = Array.from({ length: 12 }, (_, i) => `2024-W${10 + (7 * i) % 12}`);
  const ids = weeks.map((week) => createRunFolder(outputs.dir, newRunId(week, start)));
  assert.deepEqual(runIds(outputs.dir), ids.toReversed());
  assert.equal(ids[1], "2024-W17_20241125T090000Z-2");
});

Deno.test("a run is newer than one that was stamped by a clock ahead of time", () => {
  using outputs = outputsFolder();
  const now = new Date("2024-11-25T09:00:00Z"), ahead = new Date("2031-01-01T00:00:00Z");
  const create = (week: string, at: Date) => createRunFolder(outputs.dir, newRunId(week, at));
  const ids = [create("2024-W48", ahead), create("unread", now), create("2024-W48", now)];
  assert.deepEqual(runIds(outputs.dir), ids.toReversed());
  assert.equal(ids[1], "unread_20310101T000000Z-2");
  assert.equal(create("2031-W02", new Date("2031-01-06T00:00:00Z")), "2031-W02_20310106T000000Z");
});
