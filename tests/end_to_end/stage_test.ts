import assert from "node:assert/strict";
import { join } from "node:path";
import type { GivenParameters } from "../../lib/config/config.ts";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { SODAI_MLOPS } from "../../lib/pipeline/sodai_mlops.ts";
import { copiedRun, dataBeforeWeek, sharedRun, WEEK } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { digests, flags, outcome, temporaryPlace } from "./world.ts";

const NAMES = SODAI_MLOPS.tasks.map(({ id }) => id);
const RUN_ID = `${WEEK}_20300107T090000Z`;

/** Runs `deno task stage` and parses the one object that it prints. */
async function stage(name: string, given: GivenParameters, more: string[] = []) {
  const args = [name, "--run-id", RUN_ID, "--json", ...flags(given), ...more];
  const { code, stdout, stderr } = await outcome(taskProcess("stage", args));
  return { code, stderr, facts: stdout === "" ? undefined : JSON.parse(stdout) };
}

Deno.test("all stages as commands write the bytes of the pipeline: a first model is trained", async (t) => {
  const undisturbed = await sharedRun();
  using world = temporaryPlace(await dataBeforeWeek());
  const given = { ...undisturbed.given("outputs"), outputs_dir: join(world.folder, "outputs") };
  const folder = runFolder(given.outputs_dir, RUN_ID);

  await t.step("a later stage is refused without its run", async () => {
    const { code, stderr, facts } = await stage("preprocess", given);
    assert.deepEqual([code, facts], [2, undefined]);
    assert.match(
      stderr,
      /^preprocess: expected run .*, found none\.\nBegin it with: deno task stage/,
    );
  });

  await t.step("a run that is named for another week is refused", async () => {
    const other = ["--run-id", "2031-W01_20300107T090000Z"];
    const { code, stderr } = await stage("extract_data", given, other);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`expected the week .*, ${WEEK}, found 2031-W01`));
  });

  for (const name of NAMES) {
    await t.step(name, async () => {
      const { code, stderr, facts } = await stage(name, given);
      assert.equal(code, 0, stderr);
      const isSkipped = name === "skip_training";
      const reason = isSkipped ? "drift_check chose train_model" : null;
      assert.deepEqual(facts, {
        run_id: RUN_ID,
        task: name,
        state: isSkipped ? "skipped" : "success",
        kept: isSkipped,
        branch: name === "drift_check" ? "train_model" : null,
        reason,
        run_state: name === "predict" ? "success" : "running",
      });
      if (name !== "predict") assert.equal(readLatest(given.outputs_dir), undefined);
    });
  }

  await t.step("the files, the record and latest are those of the pipeline", async () => {
    assert.deepEqual(await digests(folder), await digests(undisturbed.runFolder));
    assert.equal(readLatest(given.outputs_dir), RUN_ID);
    const facts = ({ tasks, warnings }: typeof undisturbed.run) => [
      tasks.map(({ id, state, facts }) => ({ id, state, facts })),
      warnings,
    ];
    assert.deepEqual(facts(readRunRecord(folder)), facts(undisturbed.run));
  });

  await t.step("a stage again does nothing and says so", async () => {
    const before = readRunRecord(folder);
    for (const name of ["extract_data", "predict"]) {
      const { code, facts } = await stage(name, given);
      assert.deepEqual([code, facts.state, facts.kept], [0, "success", true]);
    }
    const { code, stderr } = await stage("predict", given, ["--seed", "5"]);
    assert.equal(code, 2);
    assert.match(stderr, /^Cannot continue .*\n {2}parameter seed: was 0, is 5\n/);
    assert.deepEqual(readRunRecord(folder), before);
  });
});

Deno.test("stages on the other branch keep the model, with the bytes of the pipeline", async () => {
  using first = await copiedRun();
  using second = await copiedRun();
  // another threshold, so that no output is taken over from the run before
  const more = { decision_threshold: 0.001 };
  const undisturbed = await runPipeline(first.config("outputs", more));
  for (const task of NAMES) {
    const { run, error } = await runPipeline(second.config("outputs", more), {
      stage: { task, runId: RUN_ID },
    });
    assert.equal(error, undefined);
    const state = task === "train_model" ? "skipped" : "success";
    assert.equal(run.tasks.find(({ id }) => id === task)!.state, state);
  }
  const outputs = join(second.folder, "outputs");
  assert.deepEqual(await digests(runFolder(outputs, RUN_ID)), await digests(undisturbed.folder));
  assert.equal(readLatest(outputs), RUN_ID);
});

Deno.test("a wrong call of a stage is one message", async () => {
  const cases: [string[], RegExp][] = [
    [["--run-id", RUN_ID], /^deno task stage: expected one of extract_data, .*, found none\n/],
    [["train", "--run-id", RUN_ID], /expected one of .*, predict, found train\nSee: deno task/],
    [["predict"], /--run-id: expected one such as 2024-W48_20241125T090000Z, found none/],
    [["predict", "--run-id", "../x"], /found \.\.\/x/],
    [["predict", "--run-id", RUN_ID, "--resume"], /unknown flag --resume/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await outcome(taskProcess("stage", args));
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
  }
});
