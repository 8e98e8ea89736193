import assert from "node:assert/strict";
import type { Trial } from "../../lib/tuning/trial.ts";
import { join } from "node:path";
import { rowsFromFrame } from "../../lib/features/pairs/labelled_rows.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import { sendRun } from "../../lib/tracking/send_run.ts";
import { readWaitingRequests, type TrackingRequest } from "../../lib/tracking/waiting_requests.ts";
import { decodeModelFile, modelInputs, predictProbability } from "../../lib/model/model.ts";
import { simulatedWorld } from "../end_to_end/world.ts";
import { askPython, PYTHON } from "./ask_python.ts";
import { breakingProxy, mlflowServer } from "./mlflow_server.ts";

const QUICK = { attempts: 2, pauseMs: 10, timeoutMs: 60_000 };
const ROWS = 200;

/** Requests that create or change something on the server. */
const MAKING = [
  /experiments\/create$/,
  /runs\/create$/,
  /runs\/log-batch$/,
  /runs\/log-inputs$/,
  /^PUT .*predicciones\.csv$/,
  /runs\/set-tag$/,
  /registered-models\/create$/,
  /model-versions\/create$/,
  /POST .*registered-models\/alias$/,
];

Deno.test({
  name:
    "a real MLflow server has each run once after any failed request, and its client loads the model",
  ignore: !PYTHON,
  async fn(t) {
    using world = await simulatedWorld({ customers: 30, products: 12, weeks: 8 });
    const given = { n_trials: 3, weeks_to_include: 4 };
    // as a run of real data: a demo's model gets no alias
    const { run, folder, error } = await runPipeline(world.config("outputs", given));
    assert.equal(error, undefined);
    await using server = await mlflowServer();
    const ask = (question: Record<string, unknown>) =>
      askPython("mlflow_peer_answers.py", [{ uri: server.uri, ...question }])
        .then(([answer]) => answer);
    const requests: TrackingRequest[] = readWaitingRequests(folder)!.trim().split("\n")
      .map((line) => JSON.parse(line));

    await t.step("sending fails at each request whose response is lost", async () => {
      for (const endpoint of MAKING) {
        await using proxy = breakingProxy(server.uri, endpoint);
        // a new address counts as another server, so sending starts from the first request
        const settings = { uri: proxy.uri, experiment: "broken" };
        await assert.rejects(sendRun({ run, folder }, settings, QUICK), {
          name: "MlflowError",
          message: `${proxy.uri}: 503 away`,
        });
      }
    });

    await t.step(
      "sending again leaves one finished run with every planned value exactly once",
      async () => {
        await sendRun({ run, folder }, { uri: server.uri, experiment: "broken" }, QUICK);
        const [found, ...others] = await ask({ ask: "runs", experiment: "broken" });
        assert.deepEqual(others, []);
        assert.equal(found.name, run.run_id);
        assert.equal(found.status, "FINISHED");
        assert.equal(found.start_time, Date.parse(run.started));
        assert.equal(found.end_time, Date.parse(run.ended!));
        const batches = requests.flatMap((request) =>
          "log_batch" in request ? [request.log_batch] : []
        );
        const entries = (list: { key: string; value: string }[]) =>
          Object.fromEntries(list.map(({ key, value }) => [key, value]));
        assert.deepEqual(found.params, entries(batches.flatMap(({ params }) => params)));
        for (const { key, value } of batches.flatMap(({ tags }) => tags)) {
          assert.equal(found.tags[key], value, key);
        }
        const ended = (id: string) => Date.parse(run.tasks.find((task) => task.id === id)!.ended!);
        const planned = batches.flatMap(({ metrics }) => metrics)
          .map(({ key, step, value, task }) => [key, step, value, ended(task)]);
        const seconds = run.tasks.filter(({ state }) => state === "success")
          .map(({ id, duration_ms }) => [`seconds/${id}`, 0, duration_ms! / 1000, ended(id)]);
        const sorted = (list: unknown[][]) => list.map((entry) => JSON.stringify(entry)).sort();
        assert.deepEqual(sorted(found.history), sorted([...planned, ...seconds]));
        const { search } = JSON.parse(
          Deno.readTextFileSync(join(folder, "models", "training_results.json")),
        );
        const complete = search.trials.filter(({ state }: Trial) => state === "complete").length;
        assert.ok(complete > 0);
        const scores = planned.filter(([key]) => key === "search/average_precision");
        assert.equal(scores.length, complete);
        assert.deepEqual(found.datasets.sort(), [
          "clientes.parquet",
          "productos.parquet",
          "transacciones.parquet",
        ]);
        const uploads = requests.flatMap((request) => "upload" in request ? [request.upload] : []);
        const model = ["models/MLmodel", "models/requirements.txt"];
        assert.deepEqual(found.artifacts, [...uploads, ...model, "run.json"].sort());
      },
    );

    await t.step("the experiment is of model training, and key figures come first", async () => {
      const { tags, metrics } = await ask({ ask: "experiment", experiment: "broken" });
      assert.equal(tags["mlflow.experimentKind"], "custom_model_development");
      assert.equal(metrics[0], "_key/average_precision");
      assert.equal(metrics.toSorted()[0], "_key/average_precision"); // as in charts
    });

    await t.step("the model has one version, which is the champion", async () => {
      const { versions, aliases } = await ask({ ask: "versions", name: "sodai_mlops" });
      assert.equal(versions.length, 1);
      assert.equal(versions[0].status, "READY");
      assert.deepEqual(aliases, { champion: "1" });
    });

    await t.step("MLflow's client predicts the same probabilities with it", async () => {
      const rows = join(folder, "val.parquet");
      const theirs = await ask({
        ask: "predict",
        model: "models:/sodai_mlops@champion",
        rows,
        count: ROWS,
      });
      const model = decodeModelFile(await Deno.readFile(join(folder, "models", "model.arrow")));
      const { features } = rowsFromFrame((await readParquet(rows)).frame.head(ROWS), []);
      const ours = await predictProbability(model, modelInputs(model, features));
      assert.deepEqual(theirs.features, model.facts.features);
      assert.equal(theirs.probabilities.length, ROWS);
      theirs.probabilities.forEach((probability: number, i: number) => {
        assert(Math.abs(probability - ours[i]!) < 1e-6, `${i}: ${probability}, ${ours[i]}`);
      });
    });
  },
});
