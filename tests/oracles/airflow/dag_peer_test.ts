import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { GivenParameters } from "../../../lib/config/config.ts";
import { type ParameterName, PARAMETERS } from "../../../lib/config/parameters.ts";
import { readLatest } from "../../../lib/dag/runs/latest.ts";
import { runFolder } from "../../../lib/dag/runs/run_folder.ts";
import { readRunRecord } from "../../../lib/dag/runs/run_record.ts";
import { listRuns } from "../../../lib/dag/runs/runs.ts";
import { dayName, mondayOfWeek, parseWeek } from "../../../lib/table/time/week.ts";
import { runPipeline } from "../../../lib/pipeline/run_pipeline.ts";
import { SHARDED } from "../../../lib/pipeline/shards/run_shard.ts";
import { SODAI_MLOPS } from "../../../lib/pipeline/sodai_mlops.ts";
import { digests, simulatedWeek, simulatedWorld } from "../../end_to_end/world.ts";
import { AIRFLOW_PYTHON, airflowPlace, DAGS } from "./airflow_place.ts";
import { stoppingDeno } from "./disturbed_deno.ts";

const WEEKS = 12;
/** Predicted by every run here; the data end before it. */
const WEEK = simulatedWeek(WEEKS + 1);
const [MONDAY, TUESDAY] = [0, 1].map((day) => dayName(mondayOfWeek(parseWeek(WEEK)!) + day));
const stamp = (day: string) => `${WEEK}_${day.replaceAll("-", "")}T000000Z`;

Deno.test({
  name: "Airflow imports the DAG, which has the tasks, rules and bounds of the pipeline",
  ignore: !AIRFLOW_PYTHON,
  async fn() {
    await using place = airflowPlace({ SODAI_TIME_ZONE: "America/Santiago" });
    await place.run("airflow", "db", "migrate");
    const values: [ParameterName, unknown, boolean][] = [
      ["n_trials", 1, true],
      ["n_trials", 0, false],
      ["threshold", 1, false],
      ["week", null, true],
      ["week", "2024-W16", true],
      ["decision_threshold", 0.5, true],
      ["decision_threshold", "some", false],
      ["preset", "other", false],
    ];
    const script = new URL("airflow_facts.py", import.meta.url).pathname;
    const asked = JSON.stringify(values.map(([name, value]) => [name, value]));
    const { stdout } = await place.run("python", script, DAGS, asked);
    const found = JSON.parse(stdout.trim().split("\n").at(-1)!);
    assert.deepEqual(found.errors, {});
    assert.deepEqual(found.accepts, values.map(([, , accepted]) => accepted));
    const { schedule, zone, tags, catchup, max_active_runs, owners, retries, callbacks } = found;
    assert.deepEqual(
      { schedule, zone, tags, catchup, max_active_runs, owners, retries, callbacks },
      {
        schedule: "0 9 * * MON",
        zone: "America/Santiago",
        tags: ["drift", "mlops"],
        catchup: false,
        max_active_runs: 1,
        owners: ["sodai_team"],
        retries: [3],
        callbacks: true,
      },
    );
    assert.equal(found.storage, true);
    assert.match(found.week, /empty: the week of the logical date$/);
    // Markdown: Airflow joins the lines of a block of code
    assert.match(found.doc, /^- `SODAI_PROJECT`: /m);
    assert.doesNotMatch(found.doc, /^ {4}/m);
    const { wait_for_data, shards, ...after } = found.after;
    assert.deepEqual([wait_for_data, shards], [[], []]);
    assert.deepEqual(found.mapped, SHARDED.map((id) => `${id}_shard`).sort());
    for (const { id, after: before, triggerRule = "all_success" } of SODAI_MLOPS.tasks) {
      const shard = SHARDED.includes(id) ? [`${id}_shard`] : [];
      const expected = before.length > 0 ? [...before, ...shard].sort() : ["wait_for_data"];
      assert.deepEqual(after[id], expected, id);
      assert.equal(found.rules[id], triggerRule, id);
      for (const name of shard) {
        // it begins as soon as there is what its stage reads
        const needs = id === "predict"
          ? ["train_model", "skip_training"]
          : [id === "train_model" ? "drift_check" : "extract_data"];
        assert.deepEqual(after[name], [...needs, "shards"].sort());
        assert.equal(found.rules[name], triggerRule, name);
        delete after[name];
      }
      delete after[id];
    }
    assert.deepEqual(after, {});
    for (const [name, value] of Object.entries(found.params)) {
      const expected = PARAMETERS[name as ParameterName].default;
      assert.equal(value, name === "time_zone" ? "America/Santiago" : expected, name);
    }
  },
});

Deno.test({
  name: "a task that failed for good is told to the webhook",
  ignore: !AIRFLOW_PYTHON,
  async fn() {
    using world = await simulatedWorld({ customers: 20, products: 8, weeks: WEEKS });
    Deno.writeTextFileSync(join(world.dataDir, "clientes.parquet"), "no table");
    const told: string[] = [];
    await using server = Deno.serve({ port: 0, onListen() {} }, async (request) => {
      told.push((await request.json()).text);
      return new Response();
    });
    const url = `http://127.0.0.1:${server.addr.port}`;
    await using place = airflowPlace({ SODAI_NOTIFY_URL: url });
    await place.run("airflow", "db", "migrate");
    const conf = JSON.stringify(world.given("outputs", { week: WEEK }));
    const run = place.run(
      ...["airflow", "dags", "test", "sodai_mlops", MONDAY!, "--conf", conf] as const,
    );
    await run.catch(() => {});
    assert.equal(told.length, 1);
    assert.match(
      told[0]!,
      /^sodai_mlops: extract_data of run \S+ failed: .*Remove the cause, then/,
    );
  },
});

Deno.test({
  name:
    "Airflow runs both branches, one in shards, with the bytes of the pipeline, and tries a stopped task and a failed shard again",
  ignore: !AIRFLOW_PYTHON,
  async fn(t) {
    using world = await simulatedWorld({ customers: 30, products: 12, weeks: WEEKS });
    const outputs = join(world.folder, "outputs");
    const deno = stoppingDeno(world.folder);
    await using place = airflowPlace({
      SODAI_DENO: deno.path,
      SODAI_RETRY_SECONDS: "1",
    });
    await place.run("airflow", "db", "migrate");
    // the other threshold, so that no output is taken over from the run before
    const first = { n_trials: 1, weeks_to_include: 6, week: WEEK };
    const second = { ...first, decision_threshold: 0.001 };
    const dagTest = async (day: string, more: GivenParameters) => {
      const conf = JSON.stringify(world.given("outputs", more));
      const { log } = await place.run(
        ...["airflow", "dags", "test", "sodai_mlops", day, "--conf", conf] as const,
      );
      const folder = runFolder(outputs, stamp(day)), { state, tasks } = readRunRecord(folder);
      assert.equal(state, "success", log);
      return { log, folder, skipped: tasks.filter(({ state }) => state === "skipped")[0]!.id };
    };

    await t.step("a model is trained, at the second try", async () => {
      const { log, folder, skipped } = await dagTest(MONDAY!, { ...first, shards: 4 });
      assert.match(log, /train_model: exit status 143/);
      assert.match(log, /split_data_shard: exit status 1/);
      assert.match(log, /'task': 'predict', 'shard': '4\/4', .*'blocks_made': [1-9]/);
      const calls = Deno.readTextFileSync(deno.calls).trim().split("\n");
      const shards = SHARDED.flatMap((id) => [1, 2, 3, 4].map((shard) => `${id} ${shard}/4`));
      // only the shard that failed was called again
      assert.deepEqual(calls.sort(), [...shards, deno.failing].sort());
      assert.equal(skipped, "skip_training");
      assert.equal(readLatest(outputs), stamp(MONDAY!));
      const alone = await runPipeline(world.config("alone", first));
      assert.deepEqual(await digests(folder), await digests(alone.folder));
    });

    await t.step("the model is kept", async () => {
      cpSync(outputs, join(world.folder, "copy"), { recursive: true, verbatimSymlinks: true });
      const alone = await runPipeline(world.config("copy", second));
      const { folder, skipped } = await dagTest(TUESDAY!, second);
      assert.equal(skipped, "train_model");
      assert.deepEqual(await digests(folder), await digests(alone.folder));
    });

    await t.step("the same run again changes nothing", async () => {
      const before = listRuns(outputs).map(({ run }) => run);
      const { log } = await dagTest(TUESDAY!, second);
      assert.equal(log.match(/exit status 0: .*'kept': True/g)?.length, 7, log);
      assert.deepEqual(listRuns(outputs).map(({ run }) => run), before);
    });
  },
});
