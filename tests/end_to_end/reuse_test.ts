import assert from "node:assert/strict";
import { join } from "node:path";
import { readRunRecord, writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import type { RunResult } from "../../lib/dag/run_dag.ts";
import { codeFingerprint, fingerprintOf } from "../../lib/pipeline/reuse/code_fingerprint.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { taskOf } from "./run_until.ts";
import { copiedRun } from "./shared_runs.ts";
import { digests } from "./world.ts";

const REUSING = ["preprocess", "split_data", "shap_analysis", "predict"];

/** By task, the run whose outputs it took over. */
const takenFrom = (result: RunResult) =>
  REUSING.map((id) => taskOf(result, id).facts["outputs_of"]);

async function run(...given: Parameters<typeof runPipeline>): Promise<RunResult> {
  const result = await runPipeline(...given);
  assert.equal(result.error, undefined);
  return result;
}

Deno.test("a run of the same data, parameters and code takes over outputs", async (t) => {
  using place = await copiedRun();
  const first = place.run.run_id;
  const before = await digests(place.runFolder);

  const second = await run(place.config("outputs"));
  assert.deepEqual(takenFrom(second), [first, first, first, first]);
  assert.equal(taskOf(second, "skip_training").state, "success");

  await t.step("its outputs are those of the first, and its facts and warnings too", async () => {
    const after = await digests(second.folder);
    const taken = second.run.tasks.filter(({ id }) => REUSING.includes(id));
    const names = taken.flatMap(({ outputs }) => outputs.map(({ name }) => name));
    assert(names.includes("train.parquet") && names.includes("scores.parquet"));
    for (const name of names) assert.equal(after[name], before[name], name);
    for (const { id, facts, outputs } of taken) {
      const earlier = place.run.tasks.find((task) => task.id === id)!;
      assert.deepEqual({ ...facts, outputs_of: undefined }, {
        ...earlier.facts,
        outputs_of: undefined,
      });
      assert.deepEqual(outputs, earlier.outputs);
    }
    const warned = ({ warnings }: RunResult["run"]) =>
      warnings.filter(({ task }) => REUSING.includes(task));
    assert.deepEqual(warned(second.run), warned(place.run));
  });

  await t.step("a third run names the one that computed them, which may be gone", async () => {
    Deno.removeSync(place.runFolder, { recursive: true });
    const third = await run(place.config("outputs"));
    assert.deepEqual(takenFrom(third), [first, first, first, first]);
    assert.deepEqual((await digests(third.folder))["scores.parquet"], before["scores.parquet"]);
  });
});

Deno.test("outputs that were changed are computed anew", async () => {
  using place = await copiedRun();
  const first = place.run.run_id;
  const before = await digests(place.runFolder);
  const path = join(place.runFolder, "val.parquet");
  const bytes = Deno.readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  Deno.writeFileSync(path, bytes);
  const second = await run(place.config("outputs"));
  assert.deepEqual(takenFrom(second), [first, undefined, first, first]);
  assert.equal((await digests(second.folder))["val.parquet"], before["val.parquet"]);
});

Deno.test("other parameters, code, data or another model are no reason to take outputs over", async (t) => {
  using place = await copiedRun();
  const first = place.run.run_id;

  await t.step("another seed", async () => {
    assert.deepEqual(
      takenFrom(await run(place.config("outputs", { seed: 7, force_train: true }))),
      [
        undefined,
        undefined,
        undefined,
        undefined,
      ],
    );
  });
  await t.step("another model in use: only what does not depend on it", async () => {
    const other = await run(place.config("outputs"));
    assert.deepEqual(takenFrom(other), [first, first, undefined, undefined]);
  });
  await t.step("other code, or code that is not known", async () => {
    for (const code of ["another", undefined]) {
      for (const folder of Deno.readDirSync(join(place.folder, "outputs", "runs"))) {
        const path = join(place.folder, "outputs", "runs", folder.name);
        const { code: _, ...record } = readRunRecord(path);
        writeRunRecord(path, code === undefined ? record : { ...record, code });
      }
      const again = await run(place.config("outputs"));
      assert.deepEqual(takenFrom(again), [undefined, undefined, undefined, undefined]);
    }
  });
});

Deno.test("a run that is resumed with other code has none: its outputs are not taken over", async () => {
  using place = await copiedRun();
  const record = readRunRecord(place.runFolder);
  const predict = record.tasks.find(({ id }) => id === "predict")!;
  Object.assign(predict, { state: "failed", outputs: [] });
  Object.assign(record, { state: "failed", code: "another" });
  writeRunRecord(place.runFolder, record);
  const resumed = await run(place.config("outputs", { resume: true }));
  assert.equal(resumed.run.run_id, place.run.run_id);
  assert.equal(resumed.run.code, undefined);
  assert.deepEqual(takenFrom(await run(place.config("outputs"))), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("the fingerprint of code depends on every name and byte", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const write = (name: string, text: string) => Deno.writeTextFileSync(join(folder, name), text);
    Deno.mkdirSync(join(folder, "a"));
    write("a/one.ts", "1");
    write("two.wasm", "2");
    const found = [fingerprintOf(folder)];
    write("a/one.ts", "3");
    found.push(fingerprintOf(folder));
    Deno.renameSync(join(folder, "two.wasm"), join(folder, "a", "two.wasm"));
    found.push(fingerprintOf(folder));
    write("a/one.ts", "1");
    Deno.renameSync(join(folder, "a", "two.wasm"), join(folder, "two.wasm"));
    assert.equal(fingerprintOf(folder), found[0]);
    assert.equal(new Set(found).size, 3);
    assert.match(codeFingerprint(), /^[0-9a-f]{64}$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
