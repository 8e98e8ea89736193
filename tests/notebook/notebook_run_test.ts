import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/config.ts";
import { openRun } from "../../lib/notebook/notebook_run.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

const RUN_ID = "2024-W07_20240212T090000Z";

Deno.test("openRun() simulates data if none are named, and says so", async () => {
  const run = await openRun("extract_data", {}, () => undefined);
  assert.match(run.note, /^\*\*These are simulated data\*\*: 200 shops/);
  assert.equal(run.recorded, false);
  assert.equal(run.config.n_trials, 5);
  assert.ok(run.sales.lines.length > 0);
});

Deno.test("openRun() reads the recorded run if data and parameters are the same", async () => {
  await withRecordedRun(async (environment) => {
    const run = await openRun("extract_data", {}, environment);
    assert.equal(run.recorded, true);
    assert.match(run.note, new RegExp(`recorded by run \`${RUN_ID}\``));
    assert.deepEqual(run.facts("extract_data"), { weeks: "by the run" });
    assert.deepEqual(await run.json("drift_report.json"), { drift_detected: false });
    assert.deepEqual(run.facts("predict"), {});
  });
});

Deno.test("openRun() computes if a parameter differs, and says which", async () => {
  await withRecordedRun(async (environment) => {
    const run = await openRun("extract_data", { weeks_to_include: 4 }, environment);
    assert.equal(run.recorded, false);
    assert.match(run.note, /computed here, up to `extract_data`: weeks_to_include differ from run/);
    // the other parameters are the run's
    assert.equal(run.config.n_trials, 7);
    assert.notEqual(run.facts("extract_data").weeks, "by the run");
  });
});

Deno.test("openRun() takes the defaults of another preset, not the run's parameters", async () => {
  await withRecordedRun(async (environment) => {
    const run = await openRun("extract_data", { preset: "original" }, environment);
    assert.equal(run.config.weeks_to_include, 4);
    assert.equal(run.config.n_trials, 30);
  });
});

Deno.test("openRun() computes if a data file differs, and says which", async () => {
  await withRecordedRun(async (environment, data_dir) => {
    await writeSimulation(data_dir, { customers: 12, products: 10, weeks: 6, seed: 2 });
    const run = await openRun("extract_data", {}, environment);
    assert.equal(run.recorded, false);
    assert.match(run.note, new RegExp(`run ${RUN_ID} had another transacciones.parquet`));
  });
});

async function withRecordedRun(
  test: (environment: (name: string) => string | undefined, dataDir: string) => Promise<void>,
) {
  const folder = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    const data_dir = join(folder, "data"), runFolder = join(folder, "runs", RUN_ID);
    await writeSimulation(data_dir, { customers: 10, products: 10, weeks: 6 });
    await Deno.mkdir(runFolder, { recursive: true });
    const names = ["transacciones", "clientes", "productos"].map((table) => `${table}.parquet`);
    const inputs = await Promise.all(
      names.map(async (name) => [name, (await readParquet(join(data_dir, name))).fingerprint]),
    );
    const record = {
      run_id: RUN_ID,
      predicted_week: "2024-W07",
      state: "success",
      started: new Date().toISOString(),
      ended: null,
      versions: {},
      seed: 0,
      tasks: [
        { id: "extract_data", state: "success", outputs: [], facts: { weeks: "by the run" } },
      ],
      warnings: [],
      parameters: resolveConfig({ data_dir, n_trials: 7, weeks_to_include: 6 }),
      inputs: { ...Object.fromEntries(inputs), "model in use": "another" },
    };
    await Deno.writeTextFile(join(runFolder, "run.json"), JSON.stringify(record));
    await Deno.writeTextFile(join(runFolder, "drift_report.json"), '{"drift_detected": false}');
    const variables: Record<string, string> = { SODAI_DATA_DIR: data_dir, SODAI_RUN: runFolder };
    await test((name) => variables[name], data_dir);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
