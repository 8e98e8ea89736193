import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { listRuns } from "../../lib/dag/runs/runs.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { smallMlflow } from "../tracking/small_mlflow.ts";
import { runUntil } from "./run_until.ts";
import { copiedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome } from "./world.ts";

Deno.test("a forecast that lists nothing is held, and promoted by hand", async (t) => {
  using first = await copiedRun();
  await using server = await smallMlflow();
  const outputs = join(first.folder, "outputs"), before = first.run.run_id;
  const call = (task: string, ...args: string[]) =>
    outcome(taskProcess(task, args, { MLFLOW_TRACKING_URI: server.uri }));
  const runs = (...args: string[]) => call("runs", "--outputs-dir", outputs, ...args);
  const empty = first.given("outputs", { decision_threshold: 0.999_999, force_train: true });
  await call("track", "--outputs-dir", outputs);
  assert.deepEqual(server.aliases, { champion: "1" });
  let held = "";

  await t.step(
    "it ends with status 1, says why and what to do; latest and champion stay",
    async () => {
      const { code, stdout, stderr } = await call("pipeline", ...flags(empty));
      assert.equal(code, 1, stderr);
      const [{ runId, run }] = listRuns(outputs) as [ReturnType<typeof listRuns>[number]];
      held = runId;
      assert.equal(run!.state, "held");
      assert(run!.tasks.every(({ state }) => state === "success" || state === "skipped"));
      assert.match(
        stdout,
        /^HELD: Expected a list of likely purchases in \S+, found no pair above/,
      );
      assert.match(stdout, new RegExp(`^Run ${held} held in `, "m"));
      assert.match(stdout, /^ {2}latest +unchanged\n {2}publish +deno task runs promote \S+$/m);
      assert.match(
        stderr,
        new RegExp(`is held: .*\\nPublish it with: deno task runs promote ${held}`),
      );
      assert.equal(readLatest(outputs), before);
      assert.equal(server.versions.length, 2);
      assert.deepEqual(server.aliases, { champion: "1" });
    },
  );

  await t.step("it is listed and shown with its reason", async () => {
    const list = await runs();
    assert.match(
      list.stdout,
      new RegExp(`^${held} +held .* found no pair above the threshold`, "m"),
    );
    const { stdout } = await runs("show", held);
    assert.match(stdout, /^Held\n {2}Expected a list of likely purchases/m);
    assert.match(stdout, new RegExp(`^ +deno task runs promote ${held} --outputs-dir `, "m"));
  });

  await t.step("it cannot be resumed, and the schedule does not repeat it", async () => {
    const { code, stderr } = await call("pipeline", ...flags({ ...empty, resume: true }));
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^Nothing to resume/);
    const { run } = await runPipeline(
      first.config("outputs", { decision_threshold: 0.999_999, force_train: true }),
      { due: new Date() },
    );
    assert.match(run.tasks[0]!.reason!, new RegExp(`no new data since run ${held}, which is held`));
  });

  await t.step("promoted, it is the latest, and its model the champion", async () => {
    const { code, stdout, stderr } = await runs("promote", held);
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^latest is now ${held}, before it was ${before}\\.`));
    assert.equal(readLatest(outputs), held);
    await call("track", "--outputs-dir", outputs);
    assert.equal(server.versions.length, 2);
    assert.deepEqual(server.aliases, { champion: "2" });
    assert.match(
      (await runs()).stdout,
      new RegExp(`^${held} \\(latest\\) +held .* published by hand; `, "m"),
    );
  });

  await t.step("the next run starts from its model, also when it is resumed", async () => {
    const stopped = await runUntil("split_data", first.config("outputs"));
    assert.equal(stopped.run.model_in_use, held);
    const { run, error } = await runPipeline(first.config("outputs", { resume: true }));
    assert.equal(error, undefined);
    assert.equal(run.run_id, stopped.run.run_id);
    assert.equal(run.state, "success");
    assert.equal(readLatest(outputs), run.run_id);
  });

  await t.step("a rollback goes back to it, and to the run before", async () => {
    assert.match((await runs("rollback")).stdout, new RegExp(`^latest is now ${held}`));
    assert.match((await runs("rollback")).stdout, new RegExp(`^latest is now ${before}`));
  });
});

Deno.test("under the original preset a doubtful forecast is published with a warning", async () => {
  using original = await copiedRun("original");
  // its models do not beat habit: at most they do so by chance
  const path = join(original.runFolder, "models", "training_results.json");
  const results = JSON.parse(Deno.readTextFileSync(path));
  results.test.average_precision = 1;
  Deno.writeTextFileSync(path, JSON.stringify(results));
  const { run, error } = await runPipeline(original.config("outputs", { force_train: true }));
  assert.equal(error, undefined);
  assert.equal(run.state, "success");
  assert.equal(readLatest(join(original.folder, "outputs")), run.run_id);
  const [warning] = run.warnings;
  assert.deepEqual([warning!.task, warning!.rank], ["publication", "unusual"]);
  assert.match(warning!.text, /^Expected an average precision of at least /);
});
