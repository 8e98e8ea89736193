import assert from "node:assert/strict";
import { join } from "node:path";
import { readLatest } from "../../lib/dag/latest.ts";
import { runFolder } from "../../lib/dag/run_folder.ts";
import { readRunRecord } from "../../lib/dag/run_record.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { smallMlflow } from "../tracking/small_mlflow.ts";
import { taskProcess } from "./task_process.ts";
import { command, outcome, simulatedWorld } from "./world.ts";

/** Nobody listens there any more. */
function deadUri(): string {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
}

Deno.test("runs go to MLflow when it is there, and wait in their folders when it is not", async (t) => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
  await using server = await smallMlflow();
  const outputs = join(world.folder, "outputs");
  const flags = ["--data-dir", world.dataDir, "--outputs-dir", outputs, "--n-trials", "2"];
  flags.push("--weeks-to-include", "4", "--shap-rows", "50", "--workers", "1", "--no-report");
  const pipeline = (uri: string, ...more: string[]) =>
    outcome(taskProcess("pipeline", [...flags, ...more], { MLFLOW_TRACKING_URI: uri }));
  const track = (uri: string, ...args: string[]) =>
    outcome(command("track", ["--outputs-dir", outputs, ...args], { MLFLOW_TRACKING_URI: uri }));
  const newest = () => {
    const runId = readLatest(outputs)!;
    const folder = runFolder(outputs, runId);
    return { runId, folder, warnings: readRunRecord(folder).warnings };
  };
  const told = () => newest().warnings.filter(({ task }) => task === "mlflow");
  const dead = deadUri();

  await t.step("a server that is away leaves a run that went well, with a warning", async () => {
    const { code, stdout, stderr } = await pipeline(dead);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Run \S+ done in /);
    assert.match(stderr, /^warning: \S+ waits: http:\/\/127\.0\.0\.1:\d+: .*refused/m);
    assert.match(stderr, /^Send it later with: deno task track$/m);
    assert.equal(told().length, 1);
    assert.match(told()[0]!.text, /waits: .*refused/);
    const waiting = Deno.readTextFileSync(join(newest().folder, "tracking", "mlflow.jsonl"));
    assert(waiting.trim().split("\n").every((line) => Object.keys(JSON.parse(line)).length === 1));
    assert.doesNotMatch(waiting, new RegExp(newest().runId));
  });

  await t.step("so does an address that is none", async () => {
    const { code, stderr } = await pipeline("sqlite:///mlflow.db", "--force-train");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^warning: MLFLOW_TRACKING_URI: expected the address of an MLflow serv/m);
    assert.match(told()[0]!.text, /^MLFLOW_TRACKING_URI: expected/);
  });

  await t.step("deno task track sends what waits, the oldest first, and says where", async () => {
    const away = await track(dead);
    assert.equal(away.code, 1);
    assert.match(away.stderr, /^\S+ waits: .*refused.*\nSend it later with: deno task track\n$/);
    const { code, stdout, stderr } = await track(server.uri);
    assert.equal(code, 0, stderr);
    const lines = stdout.trim().split("\n");
    assert.equal(lines.length, 2);
    const { runId } = newest();
    assert(lines[1]!.startsWith(`${runId} is in MLflow, version 2 of the model: ${server.uri}/#/`));
    assert.deepEqual(told(), []);
    assert.deepEqual(server.aliases, { champion: "2" });
    assert.equal(server.runs[1]!.tags["sodai.run_id"], runId);
    assert(server.runs.every(({ info }) => info["status"] === "FINISHED"));
  });

  await t.step(
    "what was sent is not sent again, unless it is named; then nothing is doubled",
    async () => {
      const nothing = await track(server.uri);
      assert.equal(nothing.stdout, `Nothing in ${outputs} waits for ${server.uri}.\n`);
      const before = structuredClone(server.knowledge());
      const { code, stderr } = await track(server.uri, "latest");
      assert.equal(code, 0, stderr);
      assert.deepEqual(server.knowledge(), before);
    },
  );

  await t.step(
    "with the server there, a run is sent as it ends; one that kept its model has none",
    async () => {
      const { code, stderr } = await pipeline(server.uri);
      assert.equal(code, 0, stderr);
      assert.match(stderr, new RegExp(`^${newest().runId} is in MLflow: ${server.uri}/#/`, "m"));
      assert.equal(server.runs.length, 3);
      const { tags, metrics } = server.runs[2]!;
      assert.equal(tags["sodai.decision"], "skip_training");
      assert([...metrics].some((metric) => metric.startsWith("forecast/predictions ")));
      assert.equal(server.versions.length, 2);
    },
  );

  await t.step(
    "a call without a server, or for no run, is refused in words that mend it",
    async () => {
      const none = await track("");
      assert.equal(none.code, 2);
      assert.match(
        none.stderr,
        /^MLFLOW_TRACKING_URI: expected the address .*found none\nStart one/,
      );
      const unknown = await track(server.uri, "2024-W01_20240101T000000Z");
      assert.equal(unknown.code, 2);
      assert.match(unknown.stderr, /^no such run in .*\nList them with: deno task runs\n$/);
    },
  );
});

Deno.test("a run that was stopped is told as failed, and as finished once it was resumed", async () => {
  using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
  await using server = await smallMlflow();
  const given = { n_trials: 1, weeks_to_include: 4, shap_rows: 50, workers: 1 };
  const stop = new AbortController();
  const { run } = await runPipeline(world.config("outputs", given), {
    signal: stop.signal,
    reporter: (event) => {
      const training = event.kind === "task" && event.task.id === "train_model";
      if (training && event.task.state === "running") stop.abort(new Error("stopped"));
    },
  });
  assert.equal(run.state, "failed");
  const env = { MLFLOW_TRACKING_URI: server.uri };
  const flags = ["--outputs-dir", join(world.folder, "outputs")];
  const sent = await outcome(command("track", flags, env));
  assert.equal(sent.code, 0, sent.stderr);
  assert.equal(server.runs[0]!.info["status"], "FAILED");
  assert.deepEqual(server.versions, []);

  flags.push("--data-dir", world.dataDir, "--n-trials", "1", "--weeks-to-include", "4");
  flags.push("--shap-rows", "50", "--workers", "1", "--no-report", "--resume");
  const resumed = await outcome(taskProcess("pipeline", flags, env));
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.deepEqual(server.runs.map(({ info }) => info["status"]), ["FINISHED"]);
  assert.deepEqual(server.aliases, { champion: "1" });
});
