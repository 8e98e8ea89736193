import assert from "node:assert/strict";
import { readRunRecord } from "../../lib/dag/runs/run_record.ts";
import { sendToMlflow } from "../../tasks/send_to_mlflow.ts";
import { sampleFolder } from "../tracking/sample_run.ts";
import { smallMlflow } from "../tracking/small_mlflow.ts";

Deno.test("without a server nothing is sent or printed", async () => {
  using sample = sampleFolder();
  const environment = {};
  assert.equal(await sendToMlflow(sample.run, sample.outputsDir, { environment }), undefined);
  assert.deepEqual(readRunRecord(sample.folder), sample.run);
});

Deno.test("a run is sent to the server of the environment", async () => {
  await using server = await smallMlflow();
  using sample = sampleFolder();
  const environment = { MLFLOW_TRACKING_URI: server.uri };
  const line = await sendToMlflow(sample.run, sample.outputsDir, { environment });
  const version = "version 1 of the model";
  assert(line!.startsWith(`${sample.run.run_id} is in MLflow, ${version}: ${server.uri}/#/`));
  assert.deepEqual(server.runs.map(({ info }) => info["status"]), ["FINISHED"]);
});

Deno.test("an invalid address leaves a warning in run.json", async () => {
  using sample = sampleFolder();
  const environment = { MLFLOW_TRACKING_URI: "sqlite:///mlflow.db" };
  const line = await sendToMlflow(sample.run, sample.outputsDir, { environment });
  assert.match(line!, /^warning: MLFLOW_TRACKING_URI: expected the address of an MLflow server/);
  const { state, warnings } = readRunRecord(sample.folder);
  assert.equal(state, "success");
  assert.deepEqual(warnings.at(-1), { task: "mlflow", text: line!.replace("warning: ", "") });
});

Deno.test("a server that never answers delays a run only up to the time limit", async () => {
  using deaf = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const uri = `http://127.0.0.1:${(deaf.addr as Deno.NetAddr).port}`;
  using sample = sampleFolder();
  const line = await sendToMlflow(sample.run, sample.outputsDir, {
    environment: { MLFLOW_TRACKING_URI: uri },
    timeoutMs: 1500,
  });
  assert.match(line!, /^warning: \S+ was not sent within 1\.5 s$/);
  const { warnings } = readRunRecord(sample.folder);
  assert.deepEqual(warnings.at(-1), { task: "mlflow", text: line!.replace("warning: ", "") });
});
