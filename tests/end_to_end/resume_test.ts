import assert from "node:assert/strict";
import { join } from "node:path";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { readRunRecord, type RunRecord, writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { copiedRun, SHARED, sharedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { digests, flags, outcome, simulatedWorld } from "./world.ts";

const PATIENCE_MS = 60_000;
const NIGHTLY = Boolean(Deno.env.get("SODAI_NIGHTLY"));

/** Starts the command, kills it (SIGKILL) while a task is running, and returns the journal. */
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

Deno.test("a run that is killed several times resumes to the same bytes as an undisturbed one", async (t) => {
  // with a model in use, with which the new one is compared
  const undisturbed = await sharedRun("next_week");
  const files = await digests(undisturbed.runFolder);
  assert("models/challenger/model.arrow" in files);

  using first = await copiedRun();
  const outputs = join(first.folder, "outputs");
  const args = flags({ ...undisturbed.given("outputs"), outputs_dir: outputs });
  const resume = [...args, "--resume"];
  const starts = new Map<string, string | null>();

  await t.step("--resume without an unfinished run is refused", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", resume));
    assert.equal(code, 2);
    assert.match(stderr, /^Nothing to resume in .*\nStart a new run without --resume\.\n$/);
  });

  const moments = NIGHTLY
    ? ["preprocess", "split_data", "train_model", "shap_analysis"]
    : ["split_data", "train_model"];
  for (const [i, task] of moments.entries()) {
    await t.step(`killed in ${task}`, async () => {
      const run = await killedAt(task, outputs, [
        ...i === 0 ? args : resume,
        ...["--workers", `${1 + i % 2}`],
      ]);
      assert.equal(run.state, "running");
      assert.equal(listRuns(outputs).length, 2);
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

  await t.step("another seed is refused, and named", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", [...resume, "--seed", "5"]));
    assert.equal(code, 2);
    assert.match(stderr, /^Cannot resume .*: it started under other conditions\.\n/);
    assert.match(stderr, /^ {2}parameter seed: was 0, is 5$/m);
    assert.match(stderr, /start a new run without --resume\.\n$/);
    assert.doesNotMatch(stderr, /workers|n_trials/);
  });

  await t.step("other input files are refused, and named", async () => {
    using other = await simulatedWorld({ ...SHARED, seed: 1 });
    const { code, stderr } = await outcome(
      taskProcess("pipeline", [...resume, "--data-dir", other.dataDir]),
    );
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^ {2}input transacciones\.parquet: was "[0-9a-f]{64}", is "[0-9a-f]{64}"$/m,
    );
  });

  await t.step("the resumed run wrote the same bytes", async () => {
    const { code, stderr } = await outcome(taskProcess("pipeline", resume));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /split_data +success, kept/);
    const [listed, ...others] = listRuns(outputs);
    assert.deepEqual(others.map(({ runId }) => runId), [first.run.run_id]);
    assert.equal(listed!.run!.state, "success");
    assert.deepEqual(await digests(listed!.folder), files);
    for (const { id, started } of listed!.run!.tasks) {
      if (starts.has(id)) assert.equal(started, starts.get(id), id);
    }
    assert.equal(Deno.readLinkSync(join(outputs, "latest")), `runs/${listed!.runId}`);
  });
});

Deno.test("a run that was killed between the swap of latest and its journal entry is resumed", async () => {
  using world = await copiedRun();
  const { run, runFolder } = world;
  const before = await digests(runFolder);
  writeRunRecord(runFolder, { ...run, state: "running", ended: null });

  const resumed = await runPipeline(world.config("outputs", { resume: true }));
  assert.equal(resumed.run.state, "success");
  assert.equal(resumed.folder, runFolder);
  assert.deepEqual(await digests(runFolder), before);
  const startsOf = ({ tasks }: RunRecord) => tasks.map(({ started }) => started);
  assert.deepEqual(startsOf(readRunRecord(runFolder)), startsOf(run));
});
