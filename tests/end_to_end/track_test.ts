import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { smallMlflow } from "../tracking/small_mlflow.ts";
import { copiedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome } from "./world.ts";

/** An address where no server listens. */
function deadUri(): string {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
}

Deno.test("runs are sent to MLflow if it answers, and wait in their folders if not", async (t) => {
  using first = await copiedRun();
  await using server = await smallMlflow();
  const outputs = join(first.folder, "outputs");
  const track = (uri: string, ...args: string[]) =>
    outcome(
      taskProcess("track", ["--outputs-dir", outputs, ...args], { MLFLOW_TRACKING_URI: uri }),
    );
  const newest = () => {
    const runId = readLatest(outputs)!;
    const folder = runFolder(outputs, runId);
    return { runId, folder, warnings: readRunRecord(folder).warnings };
  };
  const told = () => newest().warnings.filter(({ task }) => task === "mlflow");
  const statuses = () => server.runs.map(({ info }) => info["status"]);

  await t.step(
    "deno task track sends waiting runs, the oldest first, and prints their pages",
    async () => {
      const stop = new AbortController();
      const { run } = await runPipeline(first.config("outputs", { force_train: true }), {
        signal: stop.signal,
        reporter: (event) => {
          const training = event.kind === "task" && event.task.id === "train_model";
          if (training && event.task.state === "running") stop.abort(new Error("stopped"));
        },
      });
      assert.equal(run.state, "stopped");
      const { code, stdout, stderr } = await track(server.uri);
      assert.equal(code, 0, stderr);
      const [trained, stopped, ...more] = stdout.trim().split("\n");
      const version = "version 1 of the model";
      assert(trained!.startsWith(`${first.run.run_id} is in MLflow, ${version}: ${server.uri}/#/`));
      assert(stopped!.startsWith(`${run.run_id} is in MLflow: ${server.uri}/#/`));
      assert.deepEqual(more, []);
      assert.deepEqual(statuses(), ["FINISHED", "KILLED"]);
      assert.deepEqual(server.aliases, { champion: "1" });
    },
  );

  await t.step(
    "a sent run is not sent again unless it is named; then nothing is duplicated",
    async () => {
      const nothing = await track(server.uri);
      assert.equal(nothing.stdout, `No runs in ${outputs} are waiting for ${server.uri}.\n`);
      const before = structuredClone(server.knowledge());
      const { code, stderr } = await track(server.uri, "latest");
      assert.equal(code, 0, stderr);
      assert.deepEqual(server.knowledge(), before);
    },
  );

  await t.step("if the server does not answer, the run succeeds with a warning", async () => {
    const args = flags(first.given("outputs", { force_train: true, resume: true }));
    const { code, stdout, stderr } = await outcome(
      taskProcess("pipeline", args, { MLFLOW_TRACKING_URI: deadUri() }),
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Run \S+ done in /);
    assert.match(stderr, /^warning: \S+ was not sent: http:\/\/127\.0\.0\.1:\d+: .*refused/m);
    assert.match(stderr, /^Send it later with: deno task track$/m);
    assert.equal(told().length, 1);
    assert.match(told()[0]!.text, /was not sent: .*refused/);
    const waiting = Deno.readTextFileSync(join(newest().folder, "tracking", "mlflow.jsonl"));
    assert(waiting.trim().split("\n").every((line) => Object.keys(JSON.parse(line)).length === 1));
    assert.doesNotMatch(waiting, new RegExp(newest().runId));
  });

  await t.step("the stopped run is finished in MLflow too", async () => {
    const { code, stdout, stderr } = await track(server.uri);
    assert.equal(code, 0, stderr);
    const { runId } = newest();
    assert(stdout.startsWith(`${runId} is in MLflow, version 2 of the model: ${server.uri}/#/`));
    assert.deepEqual(told(), []);
    assert.deepEqual(statuses(), ["FINISHED", "FINISHED"]);
    const { tags, metrics } = server.runs[1]!;
    assert.deepEqual([tags["sodai.run_id"], tags["sodai.decision"]], [runId, "train_model"]);
    assert([...metrics].some((metric) => metric.startsWith("forecast/predictions ")));
  });

  await t.step(
    "a call without a server or for an unknown run is refused with a remedy",
    async () => {
      const none = await track("");
      assert.equal(none.code, 2);
      assert.match(
        none.stderr,
        /^MLFLOW_TRACKING_URI: expected the address .*found none\nStart one/,
      );
      const unknown = await track(server.uri, "another_run");
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /^no such run in .*\nList all runs with: deno task runs\n$/);
    },
  );
});
