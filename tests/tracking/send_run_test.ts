import assert from "node:assert/strict";
import { join } from "node:path";
import { type RunRecord, writeRunRecord } from "../../lib/dag/runs/run_record.ts";
import { MlflowError } from "../../lib/tracking/mlflow_client.ts";
import { mlflowSettings } from "../../lib/tracking/mlflow_settings.ts";
import { isSent, sendRun } from "../../lib/tracking/send_run.ts";
import { writeWaitingRequests } from "../../lib/tracking/waiting_requests.ts";
import { RUN_ID, sampleFolder, sampleRun } from "./sample_run.ts";
import { type Fault, smallMlflow } from "./small_mlflow.ts";

const QUICK = { attempts: 2, pauseMs: 1, timeoutMs: 5000 };
const settings = (uri: string) => ({ uri, experiment: "sodai_mlops" });

Deno.test("a sent run has its name, status, times, files, version and alias", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  const sent = await sendRun(sample, settings(server.uri), { ...QUICK, user: "ana" });
  const [{ info, params, tags, metrics, datasets }] = server.runs as [typeof server.runs[number]];
  assert.equal(sent.url, `${server.uri}/#/experiments/1/runs/run0?workflowType=machine_learning`);
  assert.equal(info["run_name"], RUN_ID);
  assert.equal(info["status"], "FINISHED");
  assert.equal(info["start_time"], Date.parse("2024-11-25T09:00:00Z"));
  assert.equal(info["end_time"], Date.parse("2024-11-25T09:01:00Z"));
  assert.equal(params["n_trials"], "4");
  assert.equal(tags["mlflow.user"], "ana");
  assert.equal(tags["sodai.warnings"], "extract_data: 719 exact duplicate rows");
  assert.equal(tags["sodai.model_version"], "1");
  // the time is the end of its task
  assert(metrics.has(`search/average_precision 2 ${Date.parse("2024-11-25T09:00:04Z")} 0.62`));
  assert(metrics.has(`seconds/train_model 0 ${Date.parse("2024-11-25T09:00:04Z")} 1`));
  assert.deepEqual([...datasets], ["transacciones.parquet"]);
  assert.equal(server.artifacts["1/run0/artifacts/models/model.onnx"], "onnx");
  const model = JSON.parse(server.artifacts["1/run0/artifacts/models/MLmodel"]!);
  const inputs = JSON.parse(model.signature.inputs);
  assert.deepEqual(inputs.map(({ name }: { name: string }) => name), [
    "recency",
    "pair_weeks_ever",
  ]);
  assert("1/run0/artifacts/run.json" in server.artifacts);
  const [{ source, run_id, version }] = server.versions as [typeof server.versions[number]];
  assert.deepEqual([source, run_id], ["mlflow-artifacts:/1/run0/artifacts/models", "run0"]);
  assert.deepEqual(server.aliases, { champion: version });
  assert(isSent(sample.folder, settings(server.uri)));
  assert(!isSent(sample.folder, settings("http://elsewhere")));
});

Deno.test("interrupted at any request, before or after the server acted, sending continues to the same result", async () => {
  const sent = async (fault?: (number: number) => Fault) => {
    await using server = await smallMlflow();
    using sample = sampleFolder();
    if (fault) {
      server.breaks(fault);
      const [first] = await Promise.allSettled([sendRun(sample, settings(server.uri), QUICK)]);
      assert(first!.status === "rejected" && first!.reason instanceof MlflowError);
      assert(!isSent(sample.folder, settings(server.uri)));
    }
    const before = [...server.requests].slice(0, -QUICK.attempts);
    server.breaks(() => undefined);
    await sendRun(sample, settings(server.uri), QUICK);
    // an answered file is not sent again
    const again = server.requests.filter((what) => what.startsWith("PUT") && before.includes(what));
    const whole = again.filter((what) => !/MLmodel|requirements\.txt|run\.json|report/.test(what));
    assert.deepEqual(whole, []);
    return { knowledge: server.knowledge(), requests: server.requests.length };
  };
  const undisturbed = await sent();
  assert(undisturbed.requests > 18);
  for (let at = 0; at < undisturbed.requests; at++) {
    for (const fault of ["lost answer", "lost request"] as const) {
      // nothing happened on the server: every third request is enough
      if (fault === "lost request" && at % 3 > 0) continue;
      const { knowledge } = await sent((number) => number >= at ? fault : undefined);
      assert.deepEqual(knowledge, undisturbed.knowledge, `${fault} ${at}`);
    }
  }
});

Deno.test("a transient failure of any request is retried", async () => {
  await using reference = await smallMlflow();
  using one = sampleFolder();
  await sendRun(one, settings(reference.uri), QUICK);
  const faults: Fault[] = [
    "lost request",
    new Response("busy", { status: 503 }),
    "lost answer",
    new Response("slowly", { status: 429, headers: { "Retry-After": "0.01" } }),
  ];
  for (const fault of faults) {
    const seen = new Set<string>();
    await using server = await smallMlflow({
      fault: (_, what) => {
        if (seen.has(what)) return undefined;
        seen.add(what);
        return fault instanceof Response ? fault.clone() : fault;
      },
    });
    using sample = sampleFolder();
    await sendRun(sample, settings(server.uri), { ...QUICK, attempts: 3 });
    assert.deepEqual(server.knowledge(), reference.knowledge());
  }
});

Deno.test("an interrupted run is sent from the start to another experiment", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  const weekly = { ...settings(server.uri), experiment: "weekly" };
  server.breaks((number) => number >= 15 ? "lost request" : undefined);
  await assert.rejects(sendRun(sample, settings(server.uri), QUICK), MlflowError);
  server.breaks(() => undefined);
  await sendRun(sample, weekly, QUICK);
  assert(isSent(sample.folder, weekly));
  assert.equal(server.runs.length, 2);
  const [partial, complete] = server.runs;
  assert(partial!.info["experiment_id"] !== complete!.info["experiment_id"]);
  assert.equal(complete!.info["status"], "FINISHED");
});

Deno.test("a run sent twice is one run with one version", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  await sendRun(sample, settings(server.uri), QUICK);
  const once = structuredClone(server.knowledge());
  await sendRun(sample, settings(server.uri), QUICK);
  assert.deepEqual(server.knowledge(), once);
});

for (const [state, status] of [["failed", "FAILED"], ["stopped", "KILLED"]] as const) {
  Deno.test(`a ${state} run is ${status}, and finished once it was resumed`, async () => {
    await using server = await smallMlflow();
    const failed = sampleRun();
    failed.state = state;
    failed.tasks = failed.tasks.map((task) =>
      task.id === "predict"
        ? {
          ...task,
          state: state === "failed" ? state : "scheduled",
          facts: {},
          outputs: [],
          message: "disk full",
        }
        : task
    );
    using sample = sampleFolder(failed);
    await sendRun(sample, settings(server.uri), QUICK);
    assert.equal(server.runs[0]!.info["status"], status);
    assert.deepEqual(server.versions, []);
    const run: RunRecord = sampleRun();
    writeRunRecord(sample.folder, run);
    writeWaitingRequests(run, sample.folder);
    assert(!isSent(sample.folder, settings(server.uri)));
    await sendRun({ run, folder: sample.folder }, settings(server.uri), QUICK);
    assert.equal(server.runs.length, 1);
    assert.equal(server.runs[0]!.info["status"], "FINISHED");
    assert.doesNotMatch(server.runs[0]!.tags["mlflow.note.content"]!, /disk full/);
    assert.deepEqual(server.aliases, { champion: "1" });
  });
}

Deno.test("runs of the same second in two outputs folders are two runs", async () => {
  await using server = await smallMlflow();
  using one = sampleFolder();
  using other = sampleFolder();
  await sendRun(one, settings(server.uri), QUICK);
  await sendRun(other, settings(server.uri), QUICK);
  assert.equal(server.runs.length, 2);
});

Deno.test("an older run that is sent late does not take the alias of a newer one", async () => {
  await using server = await smallMlflow();
  const newer = sampleRun();
  newer.started = "2024-12-02T09:00:00.000Z";
  using late = sampleFolder();
  using first = sampleFolder(newer);
  await sendRun(first, settings(server.uri), QUICK);
  await sendRun(late, settings(server.uri), QUICK);
  assert.equal(server.versions.length, 2);
  assert.deepEqual(server.aliases, { champion: "1" });
});

Deno.test("everything is sent again to a server that lost everything", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  server.breaks((number) => number >= 12 ? "lost request" : undefined);
  await assert.rejects(sendRun(sample, settings(server.uri), QUICK), MlflowError);
  server.runs.length = 0;
  server.breaks(() => undefined);
  await sendRun(sample, settings(server.uri), QUICK);
  assert.equal(server.runs[0]!.params["n_trials"], "4");
});

Deno.test("a server that accepts no artifacts gets the rest, with a warning", async () => {
  await using server = await smallMlflow({ proxied: false });
  using sample = sampleFolder();
  const { warnings, modelVersion } = await sendRun(sample, settings(server.uri), QUICK);
  assert.match(warnings[0]!, /^the server keeps artifacts in \/srv\/mlruns\/.*--serve-artifacts$/);
  assert.equal(modelVersion, null);
  assert.equal(server.runs[0]!.info["status"], "FINISHED");
  assert.deepEqual(server.artifacts, {});
});

Deno.test("report pages are sent with the run", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  Deno.mkdirSync(join(sample.folder, "report"));
  Deno.writeTextFileSync(join(sample.folder, "report", "index.html"), "<html>");
  await sendRun(sample, settings(server.uri), QUICK);
  assert.equal(server.artifacts["1/run0/artifacts/report/index.html"], "<html>");
});

Deno.test("two processes cannot send one run at the same time", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  const both = await Promise.allSettled([
    sendRun(sample, settings(server.uri), QUICK),
    sendRun(sample, settings(server.uri), QUICK),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const [refused] = both.filter((result) => result.status === "rejected");
  assert.match(refused!.reason.message, /is being sent to MLflow by another process/);
  assert.equal(server.runs.length, 1);
});

Deno.test("a held run is sent without an alias, which its promotion moves from a later run", async () => {
  await using server = await smallMlflow();
  const run = sampleRun();
  const held = { ...run, state: "held" as const, held: ["Expected a list, found none."] };
  const later = { ...sampleRun(), started: "2024-12-02T09:00:00.000Z" };
  using first = sampleFolder(held);
  using second = sampleFolder(later);
  await sendRun(first, settings(server.uri), QUICK);
  assert.deepEqual(server.aliases, {});
  assert.equal(server.runs[0]!.tags["sodai.held"], "Expected a list, found none.");
  await sendRun(second, settings(server.uri), QUICK);
  assert.deepEqual(server.aliases, { champion: "2" });
  assert.equal(isSent(first.folder, settings(server.uri)), true);

  const promoted = { ...held, promoted: "2024-12-03T09:00:00.000Z" };
  writeWaitingRequests(promoted, first.folder);
  assert.equal(isSent(first.folder, settings(server.uri)), false);
  await sendRun({ run: promoted, folder: first.folder }, settings(server.uri), QUICK);
  assert.deepEqual(server.aliases, { champion: "1" });
  assert.equal(server.versions.length, 2);
  // the run before is sent again, and does not take the alias back
  await sendRun(second, settings(server.uri), QUICK);
  assert.deepEqual(server.aliases, { champion: "1" });
});

Deno.test("the record of what was sent has no credentials, and knows the server without them", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  const host = server.uri.replace("http://", "");
  const secret = mlflowSettings((name) =>
    name === "MLFLOW_TRACKING_URI" ? `http://ana:MARK@${host}/?token=MARK2` : undefined
  )!;
  const { url } = await sendRun(sample, secret, QUICK);
  assert(url.startsWith(`${server.uri}/#/experiments/`));
  const path = join(sample.folder, "tracking", "sent.json");
  const record = JSON.parse(Deno.readTextFileSync(path));
  assert.equal(record.server, server.uri);
  assert(isSent(sample.folder, secret));
  // of an older version
  record.server = `http://ana:MARK@${host}`;
  Deno.writeTextFileSync(path, JSON.stringify(record));
  assert(isSent(sample.folder, secret));
  Deno.writeTextFileSync(path, JSON.stringify({ ...record, done: false }));
  server.requests.length = 0;
  await sendRun(sample, secret, QUICK);
  assert(!server.requests.includes("POST runs/create"));
  assert(!server.requests.includes("POST runs/log-inputs"));
  assert.doesNotMatch(Deno.readTextFileSync(path), /MARK/);
});
