import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { closeOlderRuns } from "../../../lib/dag/close_runs.ts";
import { findResumable } from "../../../lib/dag/resume.ts";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { pruneRuns } from "../../../lib/dag/runs/retention.ts";
import { readRunRecord, writeRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { shownState } from "../../../lib/pipeline/history/shown_state.ts";
import { child } from "../child.ts";
import { files, header, outputsFolder, RUN_ID, states } from "../fixtures.ts";
import { killable, runKillable } from "../killable_run.ts";
import { dagOf, oracle, plan } from "../random_dag.ts";

const STAGES = killable.tasks.map(({ id }) => id);
const NEWER = "2024-W49_20241202T090000Z";

/** The files of a run in one go. */
async function whole() {
  using outputs = outputsFolder();
  return files((await runKillable(outputs.dir)).folder);
}

Deno.test("stages one after the other end a run in the states of the whole DAG, each task once", async () => {
  const withoutFailures = plan.map((nodes) => nodes.map((node) => ({ ...node, fails: false })));
  await fc.assert(
    fc.asyncProperty(withoutFailures, fc.boolean(), async (nodes, twice) => {
      using outputs = outputsFolder();
      const ran: string[] = [], dag = dagOf(nodes, ran);
      for (const { id } of dag.tasks) {
        for (let i = 0; i < (twice ? 2 : 1); i++) {
          await runDag(dag, { ...outputs.options, stage: id, context: (task) => task });
        }
      }
      const run = readRunRecord(runFolder(outputs.dir, RUN_ID)), expected = oracle(nodes);
      assert.deepEqual(states(run), expected);
      assert.deepEqual(
        ran,
        dag.tasks.map(({ id }) => id).filter((_, i) => expected[i] === "success"),
      );
      assert.equal(run.state, "success");
      assert.equal(readLatest(outputs.dir), RUN_ID);
    }),
    { numRuns: 15 },
  );
});

Deno.test("between two stages a run is in progress: not killed, resumed, closed or pruned", async () => {
  using outputs = outputsFolder();
  // a newer success closes older unfinished runs
  await runKillable(outputs.dir, { runId: NEWER });
  const options = { header: { ...header, model_in_use: NEWER } };
  for (const stage of STAGES.slice(0, -1)) {
    const { run } = await runKillable(outputs.dir, { ...options, stage });
    assert.deepEqual([run.state, run.ended, run.between_stages], ["running", null, true]);
    const find = () => listRuns(outputs.dir).find(({ runId }) => runId === RUN_ID)!;
    assert.equal(shownState(find()), "running");
    assert.equal(findResumable(outputs.dir), undefined);
    await assert.rejects(runKillable(outputs.dir, { resume: true }), /Nothing to resume/);
    assert.deepEqual(pruneRuns(outputs.dir, { keep: 0 }), []);
    closeOlderRuns(outputs.dir);
    assert.deepEqual(find().run, run);
    assert.equal(readLatest(outputs.dir), NEWER);
  }
  const { run, folder } = await runKillable(outputs.dir, { ...options, stage: STAGES.at(-1)! });
  assert.deepEqual([run.state, run.between_stages], ["success", undefined]);
  assert.deepEqual(files(folder), await whole());
  assert.equal(readLatest(outputs.dir), RUN_ID);
});

Deno.test("a stage killed at any event leaves a run that this stage continues to the same bytes", async () => {
  const expected = await whole();
  const moments = ["0", "1", "2", "3", "models/model.arrow", "models/reference.csv"];
  for (const moment of moments) {
    using outputs = outputsFolder();
    for (const stage of ["preprocess", "drift_check"]) await runKillable(outputs.dir, { stage });
    const { signal } = await child("killable_run.ts", [outputs.dir, moment, "train_model"])
      .output();
    assert.equal(signal, "SIGKILL", moment);
    const [left] = listRuns(outputs.dir);
    if (moment !== "3") assert.equal(shownState(left!), "killed", moment);
    for (const stage of ["train_model", "predict"]) await runKillable(outputs.dir, { stage });
    assert.deepEqual(files(left!.folder), expected, moment);
  }
});

Deno.test("the same stage twice at once: one runs, the other is refused, and the files are the same", async () => {
  using outputs = outputsFolder();
  await runKillable(outputs.dir, { stage: "preprocess" });
  const both = await Promise.allSettled(
    [1, 2].map(() => runKillable(outputs.dir, { stage: "drift_check" })),
  );
  const refused = both.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  for (const { reason } of refused) assert.match(String(reason), /is in use by process/);
  assert(refused.length <= 1);
  for (const stage of STAGES.slice(1)) await runKillable(outputs.dir, { stage });
  assert.deepEqual(files(runFolder(outputs.dir, RUN_ID)), await whole());
});

Deno.test("a stage is refused with what was expected, what was found and a remedy; nothing changes", async (t) => {
  using outputs = outputsFolder();
  const refuses = async (options: Parameters<typeof runKillable>[1], message: RegExp) => {
    const before = listRuns(outputs.dir).map(({ run }) => run);
    await assert.rejects(runKillable(outputs.dir, options), { name: "UserError", message });
    assert.deepEqual(listRuns(outputs.dir).map(({ run }) => run), before);
  };
  await t.step("without its run", async () => {
    await refuses(
      { stage: "predict" },
      /^predict: expected run 2024-W48_\S+ in .*, found none\.\nBegin it with: deno task stage preprocess --run-id 2024-W48_\S+$/,
    );
  });
  await runKillable(outputs.dir, { stage: "preprocess" });
  await t.step("before the task before it", async () => {
    await refuses(
      { stage: "predict" },
      /^predict: expected train_model to have succeeded, found it scheduled\.\nFirst call: deno task stage train_model --run-id/,
    );
  });
  const cases: [string, Partial<typeof header>, RegExp][] = [
    ["other data", { inputs: { "clientes.parquet": "0c" } }, /^ {2}input clientes\.parquet: was/m],
    [
      "other parameters",
      { parameters: { n_trials: 3 } },
      /^ {2}parameter n_trials: was 30, is 3$/m,
    ],
    ["another model in use", { model_in_use: NEWER }, /^ {2}model_in_use: was null, is "2024-W49/m],
    ["other code", { code: "0f" }, /^ {2}code: was 0e, is 0f$/m],
  ];
  for (const [what, more, message] of cases) {
    await t.step(`under ${what}`, async () => {
      const folder = runFolder(outputs.dir, RUN_ID), run = readRunRecord(folder);
      writeRunRecord(folder, { ...run, code: "0e" });
      await refuses({ stage: "drift_check", header: { ...header, code: "0e", ...more } }, message);
      await refuses({ stage: "preprocess", header: { ...header, code: "0e", ...more } }, message);
      writeRunRecord(folder, run);
    });
  }
  await t.step("when the run has ended and its file is gone", async () => {
    for (const stage of STAGES) await runKillable(outputs.dir, { stage });
    const path = join(runFolder(outputs.dir, RUN_ID), "predicciones.csv");
    const text = Deno.readTextFileSync(path);
    Deno.removeSync(path);
    await refuses({ stage: "predict" }, /which has ended, .* found predicciones\.csv missing or/);
    Deno.writeTextFileSync(path, text);
  });
  await t.step("with a damaged record", async () => {
    Deno.writeTextFileSync(join(runFolder(outputs.dir, RUN_ID), "run.json"), "{");
    await refuses({ stage: "predict" }, /expected the record of a run, found a damaged file/);
  });
});

Deno.test("a stage of a run that has ended does nothing, also when another run is the latest", async () => {
  using outputs = outputsFolder();
  for (const stage of STAGES) await runKillable(outputs.dir, { stage });
  const before = readRunRecord(runFolder(outputs.dir, RUN_ID));
  await runKillable(outputs.dir, { runId: NEWER, header: { ...header, model_in_use: RUN_ID } });
  for (const stage of STAGES) {
    const { endedBefore } = await runKillable(outputs.dir, {
      stage,
      header: { ...header, model_in_use: NEWER },
    });
    assert.equal(endedBefore, true);
  }
  assert.deepEqual(readRunRecord(runFolder(outputs.dir, RUN_ID)), before);
  assert.equal(readLatest(outputs.dir), NEWER);
});

Deno.test("a stage takes the id of its run as it is, and the conditions of its last attempt to begin", async () => {
  using outputs = outputsFolder();
  await runKillable(outputs.dir, { runId: NEWER });
  const begins = (moment: string, inputs: Record<string, string>) =>
    runDag({
      id: "d",
      tasks: [
        { id: "read", after: [], run: () => moment === "fails" ? Promise.reject(moment) : ok() },
        { id: "next", after: ["read"], run: ok },
      ],
    }, {
      ...outputs.options,
      header: { ...header, inputs, model_in_use: NEWER },
      stage: "read",
      context: (task) => task,
    });
  const failed = await begins("fails", {});
  assert.equal(failed.run.run_id, RUN_ID);
  assert.equal(failed.run.state, "failed");
  assert.deepEqual(failed.run.inputs, {});
  const { run } = await begins("succeeds", header.inputs as Record<string, string>);
  assert.deepEqual(run.inputs, header.inputs);
  assert.equal(run.attempt, 2);
  assert.deepEqual(states(run), ["success", "scheduled"]);
});

Deno.test("a task that is repeated with another result sends later ones back to scheduled", async () => {
  using outputs = outputsFolder();
  let text = "a", fails = false;
  const stage = (id: string) =>
    runDag({
      id: "d",
      tasks: [
        { id: "read", after: [], run: ({ publish }) => publish("a.txt", text) },
        { id: "count", after: ["read"], run: ({ publish }) => publish("b.txt", text) },
        { id: "other", after: ["read"], run: () => fails ? Promise.reject("no") : ok() },
        { id: "last", after: ["count", "other"], run: ok },
      ],
    }, { ...outputs.options, stage: id, context: (task) => task });
  await stage("read");
  await stage("count");
  fails = true;
  const failed = await stage("other");
  assert.deepEqual([failed.run.state, ...states(failed.run)], [
    ...["failed", "success", "success", "failed", "scheduled"],
  ]);
  text = "b";
  Deno.removeSync(join(failed.folder, "a.txt"));
  const { run, folder } = await stage("read");
  assert.deepEqual([run.state, ...states(run)], [
    ...["running", "success", "scheduled", "scheduled", "scheduled"],
  ]);
  assert.deepEqual(files(folder), { "a.txt": "b" });
});

const ok = () => Promise.resolve();
