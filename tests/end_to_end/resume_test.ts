import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../lib/dag/runs.ts";
import type { RunRecord } from "../../lib/dag/run_record.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { taskProcess } from "./task_process.ts";
import { digests, outcome, simulatedWorld } from "./world.ts";

const PATIENCE_MS = 60_000;
const QUICK = { n_trials: 2, weeks_to_include: 4, workers: 1 };

/** Starts the command, kills it (SIGKILL) once a task is running, and says what the journal tells. */
async function killedAt(task: string, outputs: string, args: string[]): Promise<RunRecord> {
  const child = taskProcess("pipeline", args).spawn();
  const ended = child.output();
  const stateOf = () => listRuns(outputs)[0]?.run?.tasks.find(({ id }) => id === task)?.state;
  const start = performance.now();
  while (stateOf() !== "running") {
    if (performance.now() - start > PATIENCE_MS) {
      child.kill("SIGKILL");
      assert.fail(`${task} did not start: ${new TextDecoder().decode((await ended).stderr)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  child.kill("SIGKILL");
  assert.equal((await ended).signal, "SIGKILL");
  return listRuns(outputs)[0]!.run!;
}

Deno.test("killed again and again, a run resumes to the same bytes as an undisturbed one", async (t) => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
  const undisturbed = await runPipeline(world.config("undisturbed", QUICK));
  assert.equal(undisturbed.error, undefined);

  const outputs = join(world.folder, "outputs");
  const folders = ["--data-dir", world.dataDir, "--outputs-dir", outputs];
  const flags = [
    ...folders,
    ...["--n-trials", "2", "--weeks-to-include", "4", "--shap-rows", "50", "--no-report"],
  ];
  const resume = [...flags, "--resume"];
  const starts = new Map<string, string | null>();

  await t.step("nothing to resume is refused", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", resume));
    assert.equal(code, 2);
    assert.match(stderr, /^Nothing to resume in .*\nStart a new run without --resume\.\n$/);
  });

  const moments = ["preprocess", "split_data", "train_model", "shap_analysis"];
  for (const [i, task] of moments.entries()) {
    await t.step(`killed in ${task}`, async () => {
      const args = i === 0
        ? [...flags, "--workers", "1"]
        : [...resume, "--workers", `${1 + i % 2}`];
      const run = await killedAt(task, outputs, args);
      assert.equal(run.state, "running");
      assert.equal(listRuns(outputs).length, 1);
      const states = run.tasks.map(({ state }) => state);
      const at = run.tasks.findIndex(({ id }) => id === task);
      assert(states.slice(0, at).every((state) => state === "success" || state === "skipped"));
      assert(states.slice(at + 1).every((state) => state === "scheduled" || state === "skipped"));
      for (const { id, started } of run.tasks.slice(0, at)) {
        if (starts.has(id)) assert.equal(started, starts.get(id), id);
        starts.set(id, started);
      }
    });
  }

  await t.step("another seed is refused by name", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", [...resume, "--seed", "5"]));
    assert.equal(code, 2);
    assert.match(stderr, /^Cannot resume .*: it began under other conditions\.\n/);
    assert.match(stderr, /^ {2}parameter seed: was 0, is 5$/m);
    assert.match(stderr, /start a new run without --resume\.\n$/);
    assert.doesNotMatch(stderr, /workers|n_trials/);
  });

  await t.step("other input files are refused by name", async () => {
    using other = await simulatedWorld({ customers: 30, products: 12, weeks: 8, seed: 1 });
    const { code, stderr } = await outcome(
      taskProcess("pipeline", [...resume, "--data-dir", other.dataDir]),
    );
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^ {2}input transacciones\.parquet: was "[0-9a-f]{64}", is "[0-9a-f]{64}"$/m,
    );
  });

  await t.step("resumed to its end, it left the same bytes", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", resume));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /train_model +success, kept/);
    const [listed, ...others] = listRuns(outputs);
    assert.deepEqual(others, []);
    assert.equal(listed!.run!.state, "success");
    assert.deepEqual(await digests(listed!.folder), await digests(undisturbed.folder));
    for (const { id, started } of listed!.run!.tasks) {
      if (starts.has(id)) assert.equal(started, starts.get(id), id);
    }
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), `runs/${listed!.runId}`);
  });
});

Deno.test("killed while it trains against a model in use, a run resumes to the same bytes", async () => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
  const later = { ...QUICK, week: "2024-W08", force_train: true };
  for (const outputs of ["undisturbed", "outputs"]) {
    const first = await runPipeline(world.config(outputs, { ...QUICK, week: "2024-W07" }));
    assert.equal(first.error, undefined);
  }
  const undisturbed = await runPipeline(world.config("undisturbed", later));
  const files = await digests(undisturbed.folder);
  assert("models/challenger/model.arrow" in files);

  const outputs = join(world.folder, "outputs");
  const args = [
    ...["--data-dir", world.dataDir, "--outputs-dir", outputs, "--week", "2024-W08"],
    ...["--n-trials", "2", "--weeks-to-include", "4", "--shap-rows", "50", "--no-report"],
    "--force-train",
  ];
  await killedAt("train_model", outputs, args);
  const { code, stderr } = await outcome(taskProcess("pipeline", [...args, "--resume"]));
  assert.equal(code, 0, stderr);
  const [listed] = listRuns(outputs);
  assert.deepEqual(await digests(listed!.folder), files);
});

Deno.test("killed after latest was swapped, before the journal said so, a run is resumed", async () => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
  const config = world.config("outputs", QUICK);
  const { folder } = await runPipeline(config);
  const before = await digests(folder);
  const journal = join(folder, "run.json");
  const record = JSON.parse(Deno.readTextFileSync(journal));
  Deno.writeTextFileSync(journal, JSON.stringify({ ...record, state: "running", ended: null }));

  const resumed = await runPipeline({ ...config, resume: true });
  assert.equal(resumed.run.state, "success");
  assert.equal(resumed.folder, folder);
  assert.deepEqual(await digests(folder), before);
  assert.deepEqual(
    resumed.run.tasks.map(({ started }) => started),
    record.tasks.map(
      ({ started }: { started: string }) => started,
    ),
  );
});
