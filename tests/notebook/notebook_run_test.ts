import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/config.ts";
import { executeNotebook } from "../../lib/jupyter/execute_notebook.ts";
import { parseNotebook } from "../../lib/jupyter/notebook.ts";
import { openRun } from "../../lib/notebook/notebook_run.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import { writeSimulation } from "../../lib/simulator/write_simulation.ts";

const RUN_ID = "2024-W07_20240212T090000Z";

Deno.test("openRun() simulates data if none are named, and says so", async () => {
  const project = await Deno.makeTempDir();
  const run = await openRun("extract_data", {}, () => undefined, project);
  assert.match(run.note, /^\*\*These are simulated data\*\*: 200 shops/);
  assert.equal(run.recorded, false);
  assert.equal(run.config.n_trials, 5);
  assert.ok(run.sales.lines.length > 0);
  await Deno.remove(project);
});

Deno.test("openRun() without variables finds the project's data and outputs, wherever it runs", async () => {
  const project = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    await writeSimulation(join(project, "data"), { customers: 10, products: 10, weeks: 6 });
    const runs = join(project, "outputs", "runs");
    await Deno.mkdir(join(runs, RUN_ID), { recursive: true });
    await Deno.symlink(join("runs", RUN_ID), join(project, "outputs", "latest"));
    const run = await openRun("extract_data", {}, () => undefined, project);
    assert.equal(run.config.data_dir, join(project, "data"));
    assert.equal(run.config.n_trials, 30);
    assert.match(
      run.note,
      /^The data are the three tables in `.*data`\. The results were computed/,
    );
    assert.equal(run.record.model_in_use, RUN_ID);
    // what a notebook computes stays out of the project's runs
    assert.deepEqual(Array.from(Deno.readDirSync(runs), ({ name }) => name), [RUN_ID]);
    const given: Record<string, string> = {
      SODAI_DATA_DIR: join(project, "data"),
      SODAI_OUTPUTS_DIR: join(project, "none"),
    };
    const other = await openRun("extract_data", {}, (name) => given[name], join(project, "none"));
    assert.equal(other.record.model_in_use, null);
  } finally {
    await Deno.remove(project, { recursive: true });
  }
});

Deno.test("openRun() reports an incomplete data folder of the project, it does not simulate", async () => {
  const project = await Deno.makeTempDir({ prefix: "sodai_test_" });
  try {
    await writeSimulation(join(project, "data"), { customers: 10, products: 10, weeks: 6 });
    await Deno.remove(join(project, "data", "clientes.parquet"));
    await assert.rejects(openRun("extract_data", {}, () => undefined, project), {
      name: "UserError",
      message: /clientes\.parquet/,
    });
  } finally {
    await Deno.remove(project, { recursive: true });
  }
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

Deno.test("kernels that start in the project's folder run the notebooks too", async () => {
  const cwd = join(import.meta.dirname!, "..", "..");
  const text = await Deno.readTextFile(join(cwd, "notebooks", "01_extract_data.ipynb"));
  const notebook = parseNotebook(text, "01_extract_data");
  const cells = notebook.cells.filter(({ id }) => ["imports", "parameters", "run"].includes(id));
  await withRecordedRun(async (environment, data_dir) => {
    const { cells: [, , run] } = await executeNotebook({ ...notebook, cells }, {
      cwd,
      env: { SODAI_DATA_DIR: data_dir, SODAI_RUN: environment("SODAI_RUN")! },
    });
    assert.match(JSON.stringify(run), new RegExp(`recorded by run.*${RUN_ID}`));
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
