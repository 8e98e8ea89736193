import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { checkSameConditions, findResumable } from "../../lib/dag/resume.ts";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { child } from "./child.ts";
import { files, header, outputsFolder, RUN_ID, states } from "./fixtures.ts";
import { killable, runKillable } from "./killable_run.ts";

const OUTPUTS = [
  "dataset_limpio.csv",
  "drift_report.json",
  "models/model.arrow",
  "models/reference.csv",
  "predicciones.csv",
];

function newest(outputsDir: string) {
  const { folder } = listRuns(outputsDir)[0]!;
  return { folder, run: readRunRecord(folder) };
}

async function whole() {
  using outputs = outputsFolder();
  let events = 0;
  const { folder } = await runKillable(outputs.dir, { reporter: () => events++ });
  return { files: files(folder), events };
}

Deno.test("a run killed at any moment and resumed has the same bytes, and finished tasks keep their times", async () => {
  const undisturbed = await whole();
  assert.deepEqual(Object.keys(undisturbed.files), OUTPUTS);
  const moments = [...Array(undisturbed.events).keys()].map(String).concat(OUTPUTS);
  await Promise.all([0, 1, 2].map(async (lane) => {
    for (const moment of moments.filter((_, i) => i % 3 === lane)) {
      await killThenResume(moment, undisturbed.files);
    }
  }));
});

async function killThenResume(moment: string, expected: Record<string, string>) {
  using outputs = outputsFolder();
  const killed = await child("killable_run.ts", [outputs.dir, moment]).output();
  const errors = new TextDecoder().decode(killed.stderr);
  assert.equal(killed.signal, "SIGKILL", `${moment} ${errors}`);
  const [left] = listRuns(outputs.dir);
  assert.equal(left!.alive, false);
  if (left!.run!.state === "success") {
    // only the last event comes after the end of the run
    assert.equal(readLatest(outputs.dir), RUN_ID);
    assert.equal(findResumable(outputs.dir), undefined);
    return;
  }
  assert.equal(left!.run!.state, "running");
  const before = new Map(left!.run!.tasks.map((task) => [task.id, task]));
  // leftover of a file that will not be written again
  Deno.writeTextFileSync(join(left!.folder, ".unfinished-journal.log"), "half a li");
  const { run, folder } = await runKillable(outputs.dir, { resume: true });
  assert.equal(run.state, "success", moment);
  assert.deepEqual(states(run), ["success", "success", "success", "skipped", "success"]);
  assert.deepEqual(files(folder), expected, moment);
  assert.equal(run.started, left!.run!.started);
  assert.deepEqual(run.warnings, [{ task: "train_model", text: "few weeks" }]);
  for (const task of run.tasks) {
    const earlier = before.get(task.id)!;
    if (earlier.state === "success" || earlier.state === "skipped") assert.deepEqual(task, earlier);
    else assert.ok((task.started ?? "9") >= (earlier.started ?? ""));
  }
  assert.equal(readLatest(outputs.dir), RUN_ID);
}

Deno.test("resume repeats only tasks whose output is missing or altered", async (t) => {
  for (const harm of ["removed", "altered"]) {
    await t.step(harm, async () => {
      using outputs = outputsFolder();
      await child("killable_run.ts", [outputs.dir, "predicciones.csv"]).output();
      const { folder, run } = newest(outputs.dir);
      const model = join(folder, "models", "model.arrow");
      if (harm === "removed") Deno.removeSync(model);
      else Deno.writeTextFileSync(model, "leaf ".repeat(999) + "LEAF ");
      await new Promise((resolve) => setTimeout(resolve, 2));
      const resumed = await runKillable(outputs.dir, { resume: true });
      assert.deepEqual(files(folder), (await whole()).files);
      const same = resumed.run.tasks.filter((task, i) => task.started === run.tasks[i]!.started);
      assert.deepEqual(same.map(({ id }) => id), ["preprocess", "drift_check", "skip_training"]);
    });
  }
});

Deno.test("resume repeats the followers of a task that had a different result", async () => {
  using outputs = outputsFolder();
  await child("killable_run.ts", [outputs.dir, "predicciones.csv"]).output();
  const { folder } = newest(outputs.dir);
  const record = readRunRecord(folder);
  record.tasks[0]!.facts = { rows: 3999 };
  Deno.writeTextFileSync(join(folder, "run.json"), JSON.stringify(record));
  Deno.removeSync(join(folder, "dataset_limpio.csv"));
  await new Promise((resolve) => setTimeout(resolve, 2));
  const { run } = await runKillable(outputs.dir, { resume: true });
  assert.ok(run.tasks[1]!.started! > record.tasks[1]!.started!);
  // drift_check had the same result, so its followers were kept
  assert.equal(run.tasks[2]!.started, record.tasks[2]!.started);
});

Deno.test("resume is refused if conditions changed, and lists each change", async () => {
  using outputs = outputsFolder();
  await child("killable_run.ts", [outputs.dir, "predicciones.csv"]).output();
  const now = {
    ...header,
    predicted_week: "2024-W49",
    seed: 7,
    parameters: { n_trials: 31, workers: 4, preset: "original", note: undefined },
    inputs: { "clientes.parquet": "0c", "productos.parquet": "0b" },
    versions: { sodai: "1.1.0" },
  };
  const { run } = newest(outputs.dir);
  assert.throws(() => checkSameConditions(RUN_ID, run, now, ["workers"]), {
    name: "UserError",
    message: `Cannot resume ${RUN_ID}: it started under other conditions.
  predicted_week: was "2024-W48", is "2024-W49"
  input clientes.parquet: was "0a", is "0c"
  parameter n_trials: was 30, is 31
  parameter preset: was absent, is "original"
  parameter seed: was 0, is 7
  version of sodai: was "1.0.0", is "1.1.0"
Restore them, or start a new run without --resume.`,
  });
  checkSameConditions(RUN_ID, run, { ...header, parameters: { n_trials: 30 } }, ["workers"]);
});

Deno.test("there is nothing to resume in an empty folder or after a successful run", async () => {
  using outputs = outputsFolder();
  const nothing = { name: "UserError", message: /Nothing to resume in .*without --resume/s };
  await assert.rejects(runKillable(outputs.dir, { resume: true }), nothing);
  await runKillable(outputs.dir);
  await assert.rejects(runKillable(outputs.dir, { resume: true }), nothing);
});

Deno.test("resume takes the newest of several unfinished runs", async () => {
  using outputs = outputsFolder();
  await child("killable_run.ts", [outputs.dir, "2"]).output();
  await child("killable_run.ts", [outputs.dir, "2"]).output();
  const { run } = await runKillable(outputs.dir, { resume: true });
  assert.equal(run.run_id, `${RUN_ID}-2`);
  assert.equal(killable.tasks.length, run.tasks.length);
});

Deno.test("resume finishes a run that was killed between the swap of latest and the last write", async () => {
  using outputs = outputsFolder();
  const { run, folder } = await runKillable(outputs.dir);
  const cut = { ...run, state: "running", ended: null };
  Deno.writeTextFileSync(join(folder, "run.json"), JSON.stringify(cut));
  const resumed = await runKillable(outputs.dir, { resume: true });
  assert.equal(resumed.run.state, "success");
  assert.deepEqual(resumed.run.tasks, run.tasks);
});
