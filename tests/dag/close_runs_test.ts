import assert from "node:assert/strict";
import { runDag } from "../../lib/dag/run_dag.ts";
import { findResumable } from "../../lib/dag/resume.ts";
import { readRunRecord, type RunState, writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import type { TaskContext } from "../../lib/dag/task_context.ts";
import { translator } from "../../lib/language/messages.ts";
import { runReason } from "../../lib/pipeline/history/run_reason.ts";
import { shownState } from "../../lib/pipeline/history/shown_state.ts";
import { header, outputsFolder } from "./fixtures.ts";

const context = (task: TaskContext) => task;
const ID = (week: number) => `2024-W${week}_20241125T0900${week}Z`;

/** Runs one task and sets the outcome that is in its record. */
async function past(outputsDir: string, week: number, state: RunState, more = {}) {
  const options = { outputsDir, runId: ID(week), header, context };
  const { run, folder } = await runDag(
    { id: "d", tasks: [{ id: "a", after: [], run: () => Promise.resolve() }] },
    {
      ...options,
      ...state === "held" ? { publication: () => ({ held: ["odd"], warnings: [] }) } : {},
    },
  );
  // a run that was killed before its task ended
  const tasks = run.tasks.map((task) => ({ ...task, state: "running" as const, ended: null }));
  writeRunRecord(folder, { ...run, state, ...state === "running" ? { tasks } : {}, ...more });
}

const start = (outputsDir: string, resume = false) =>
  runDag(
    { id: "d", tasks: [{ id: "a", after: [], run: () => Promise.resolve() }] },
    { outputsDir, runId: ID(59), header, context, resume },
  );

const closedOf = (dir: string, week: number) => readRunRecord(runFolder(dir, ID(week))).closed;

for (const state of ["failed", "stopped", "running"] as const) {
  for (const later of ["success", "held"] as const) {
    Deno.test(`a run that is ${state} is closed at the next start, if a later one is ${later}`, async () => {
      using outputs = outputsFolder();
      await past(outputs.dir, 47, state);
      await past(outputs.dir, 48, later);
      await assert.rejects(start(outputs.dir, true), {
        name: "UserError",
        message: `Nothing to resume in ${outputs.dir}: ${ID(47)} is closed, because ${ID(48)} ` +
          "succeeded after it.\nStart a new run without --resume.",
      });
      assert.equal(closedOf(outputs.dir, 47), `${ID(48)} succeeded after it`);
      assert.equal(closedOf(outputs.dir, 48), undefined);
      const listed = listRuns(outputs.dir).find(({ runId }) => runId === ID(47))!;
      const reason = runReason(listed, translator("en"));
      assert.match(reason, new RegExp(`closed: ${ID(48)} succeeded after it$`));
      assert.equal(shownState(listed), state === "running" ? "killed" : state);
      // once closed, it stays as it is
      const before = Deno.readTextFileSync(`${listed.folder}/run.json`);
      await start(outputs.dir);
      assert.equal(Deno.readTextFileSync(`${listed.folder}/run.json`), before);
    });
  }
}

Deno.test("a run is closed by one that succeeded without being published", async () => {
  using outputs = outputsFolder();
  await past(outputs.dir, 47, "failed");
  await past(outputs.dir, 48, "success", { unpublished: "back-run of 2024-W40" });
  assert.equal((await start(outputs.dir)).run.state, "success");
  assert.match(closedOf(outputs.dir, 47)!, /W48/);
});

Deno.test("an unfinished run that is newer than the last success is resumed, a skipped one closes nothing", async () => {
  using outputs = outputsFolder();
  await past(outputs.dir, 46, "success");
  await past(outputs.dir, 47, "stopped");
  await past(outputs.dir, 48, "skipped");
  assert.equal(findResumable(outputs.dir)!.runId, ID(47));
  const { run } = await start(outputs.dir, true);
  assert.equal(run.run_id, ID(47));
  assert.equal(run.state, "success");
  assert.equal(run.attempt, 1);
  assert.equal(run.closed, undefined);
});

Deno.test("records of earlier versions, without attempt and tries, are read and resumed", async () => {
  using outputs = outputsFolder();
  await past(outputs.dir, 47, "failed");
  const folder = runFolder(outputs.dir, ID(47));
  const { attempt, ...old } = readRunRecord(folder);
  assert.equal(attempt, 1);
  for (const task of old.tasks) delete task.tries;
  writeRunRecord(folder, old);
  const { run } = await start(outputs.dir, true);
  assert.equal(run.attempt, 2);
  assert.equal(run.state, "success");
});
