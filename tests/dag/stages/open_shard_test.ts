import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunHeader } from "../../../lib/dag/runs/run_record.ts";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { acquireLock } from "../../../lib/dag/runs/lock.ts";
import { runDag } from "../../../lib/dag/run_dag.ts";
import { openShard } from "../../../lib/dag/stages/open_shard.ts";
import type { Dag } from "../../../lib/dag/task.ts";
import type { TaskContext } from "../../../lib/dag/task_context.ts";
import { header, outputsFolder, RUN_ID } from "../fixtures.ts";

/** The scores need the model, not its explanation. */
const DAG: Dag<TaskContext> = {
  id: "d",
  inputs: ["clientes.parquet"],
  tasks: [
    { id: "read", after: [], run: () => Promise.resolve() },
    {
      id: "train",
      after: ["read"],
      reads: ["clientes.parquet"],
      writes: ["models/*"],
      run: async ({ publish }) => void await publish("models/model.arrow", "model"),
    },
    { id: "explain", after: ["train"], run: () => Promise.resolve() },
    {
      id: "predict",
      after: ["explain"],
      reads: ["clientes.parquet", "models/model.arrow"],
      run: () => Promise.resolve(),
    },
  ],
};

Deno.test("a shard is opened beside other stages, once there is what its stage reads", async (t) => {
  using outputs = outputsFolder();
  const open = (stage: string, now: Partial<RunHeader> = {}) =>
    openShard(DAG, { ...outputs.options, stage, header: { ...header, ...now } });
  const run = (stage: string) =>
    runDag(DAG, { ...outputs.options, stage, context: (task) => task });
  const refuses = (call: () => unknown, message: RegExp) =>
    assert.throws(call, { name: "UserError", message });

  await t.step("it is refused without its run", () => {
    refuses(
      () => open("predict"),
      /^predict: expected run 2024-W48_\S+ in .*, found none\.\nBegin it with: deno task stage read --run-id 2024-W48_\S+$/,
    );
  });
  await run("read");
  const folder = runFolder(outputs.dir, RUN_ID);

  await t.step("it needs only inputs", () => {
    assert.equal(open("train").isDone, false);
  });
  await t.step("it is refused under other conditions", () => {
    refuses(
      () => open("train", { seed: 5 }),
      /^Cannot continue .*\n {2}parameter seed: was 0, is 5/,
    );
  });
  await t.step("it is refused before what its stage reads", () => {
    refuses(
      () => open("predict"),
      /^predict: expected models\/model\.arrow of train, found none\.\nFirst call: deno task stage train --run-id 2024-W48_\S+$/,
    );
  });
  await run("train");
  await t.step("it takes no lock, and the run is not changed", async () => {
    using _lock = await acquireLock(outputs.dir);
    const before = readRunRecord(folder);
    assert.equal(open("predict").isDone, false);
    assert.deepEqual(readRunRecord(folder), before);
  });
  await t.step("it has nothing to do once its stage has succeeded", () => {
    assert.equal(open("train").isDone, true);
  });
  await t.step("it is refused when what its stage reads is changed", () => {
    Deno.writeTextFileSync(join(folder, "models", "model.arrow"), "other");
    refuses(
      () => open("predict"),
      /expected models\/model\.arrow of train, found it missing or ch/,
    );
    Deno.writeTextFileSync(join(folder, "models", "model.arrow"), "model");
  });
  await run("explain");
  await run("predict");
  await t.step("it has nothing to do in a run that has ended, whatever model is in use", () => {
    assert.equal(open("predict", { model_in_use: "2024-W49_20241202T090000Z" }).isDone, true);
  });
});

Deno.test("a shard is refused before the first task has succeeded", async () => {
  using outputs = outputsFolder();
  const [read, ...others] = DAG.tasks;
  const failing = { ...DAG, tasks: [{ ...read!, run: () => Promise.reject("no") }, ...others] };
  await runDag(failing, { ...outputs.options, stage: "read", context: (task) => task });
  assert.throws(() => openShard(DAG, { ...outputs.options, stage: "train" }), {
    name: "UserError",
    message: /^train: expected read to have succeeded, found it failed\.\nFirst call: deno task/,
  });
});

Deno.test("a shard waits for the branch that leads to its stage, and has nothing to do on the other", async () => {
  using outputs = outputsFolder();
  const dag: Dag<TaskContext> = {
    id: "d",
    tasks: [
      { id: "read", after: [], run: () => Promise.resolve() },
      { id: "decide", after: ["read"], branches: true, run: () => Promise.resolve("train") },
      { id: "train", after: ["decide"], run: () => Promise.resolve() },
      { id: "keep", after: ["decide"], run: () => Promise.resolve() },
    ],
  };
  const run = (stage: string) =>
    runDag(dag, { ...outputs.options, stage, context: (task) => task });
  await run("read");
  assert.throws(() => openShard(dag, { ...outputs.options, stage: "train" }), {
    name: "UserError",
    message:
      /^train: expected decide to have chosen a branch, found it scheduled\.\nFirst call: deno task stage decide/,
  });
  await run("decide");
  const isDone = (stage: string) => openShard(dag, { ...outputs.options, stage }).isDone;
  assert.deepEqual([isDone("train"), isDone("keep")], [false, true]);
});
