import assert from "node:assert/strict";
import { join } from "node:path";
import { findResumable } from "../../../lib/dag/resume.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { openOutputs } from "../../../lib/dag/runs/open_outputs.ts";
import { promote } from "../../../lib/dag/runs/promote.ts";
import { pruneRuns } from "../../../lib/dag/runs/retention.ts";
import { rollBack } from "../../../lib/dag/runs/rollback.ts";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { header, outputsFolder, RUN_ID } from "../fixtures.ts";
import { killable, runKillable } from "../killable_run.ts";

/** Two runs, of which the newest was killed between the swap of latest and its last word. */
async function killedAfterSwap() {
  const outputs = outputsFolder();
  await runKillable(outputs.dir);
  const { run, folder } = await runKillable(outputs.dir);
  const cut = { ...run, state: "running", ended: null };
  Deno.writeTextFileSync(join(folder, "run.json"), JSON.stringify(cut));
  return { ...outputs, run, folder };
}

type Left = Awaited<ReturnType<typeof killedAfterSwap>>;

const NEXT: Record<string, (left: Left) => Promise<unknown>> = {
  "the next run": ({ dir }) => runKillable(dir),
  "--resume": async ({ dir, run }) => {
    const resumed = await runKillable(dir, { resume: true });
    assert.equal(resumed.run.run_id, run.run_id);
  },
  "--resume under other conditions": ({ dir }) =>
    assert.rejects(
      runDag(killable, {
        ...{ outputsDir: dir, runId: RUN_ID, resume: true },
        header: { ...header, seed: 9 },
        context: (task) => ({ ...task, moment: "never" }),
      }),
      /started under other conditions.*seed: was 0, is 9/s,
    ),
  "a rollback": ({ dir }) => rollBack(dir),
  "a promotion": ({ dir }) => promote(dir, RUN_ID),
  "a prune": async ({ dir }) => {
    const { lock, notices } = await openOutputs(dir);
    using _lock = lock;
    assert.match(notices.join(), /was killed after it became the latest; its run.json is complete/);
    assert.deepEqual(pruneRuns(dir, { keep: 2 }), []);
  },
};

for (const [who, comes] of Object.entries(NEXT)) {
  Deno.test(`a run killed after it became the latest is completed by ${who}, and not run again`, async () => {
    using left = await killedAfterSwap();
    // it is not unfinished for those who only look
    assert.equal(listRuns(left.dir)[0]!.run!.state, "success");
    assert.equal(findResumable(left.dir), undefined);
    await comes(left);
    const { state, ended, tasks } = readRunRecord(left.folder);
    assert.equal(state, "success");
    assert.equal(ended, left.run.tasks.at(-1)!.ended);
    assert.deepEqual(tasks, left.run.tasks);
  });
}

Deno.test("a killed run that is not the latest, or has unfinished tasks, stays unfinished", async () => {
  using left = await killedAfterSwap();
  await rollBack(left.dir);
  const cut = readRunRecord(left.folder);
  Deno.writeTextFileSync(
    join(left.folder, "run.json"),
    JSON.stringify({ ...cut, state: "running", ended: null }),
  );
  assert.equal(findResumable(left.dir)!.runId, left.run.run_id);

  using other = await killedAfterSwap();
  const open = readRunRecord(other.folder);
  open.tasks.at(-1)!.state = "running";
  Deno.writeTextFileSync(join(other.folder, "run.json"), JSON.stringify(open));
  assert.equal(listRuns(other.dir)[0]!.run!.state, "running");
  const { run } = await runKillable(other.dir, { resume: true });
  assert.equal(run.state, "success");
});

Deno.test("a promotion killed before its last word is completed", async () => {
  using outputs = outputsFolder();
  const options = { context: (task: unknown) => task, ...outputs.options };
  const dag = { id: "d", tasks: [{ id: "predict", after: [], run: () => Promise.resolve() }] };
  const held = { held: ["no"], warnings: [] };
  const { run, folder } = await runDag(dag, { ...options, publication: () => held });
  const at = new Date("2024-12-02T09:00:00Z");
  await promote(outputs.dir, run.run_id, at);
  const { promoted: _, ...before } = readRunRecord(folder);
  Deno.writeTextFileSync(join(folder, "run.json"), JSON.stringify(before));
  await runDag(dag, options);
  assert.equal(readRunRecord(folder).promoted, at.toISOString());
  assert.notEqual(readLatest(outputs.dir), run.run_id);
});
