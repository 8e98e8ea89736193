import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { readLatest } from "../../lib/dag/runs/latest.ts";
import { runFolder } from "../../lib/dag/runs/run_folder.ts";
import type { DriftReport } from "../../lib/drift/describe/drift_report.ts";
import { english } from "../../lib/language/english.ts";
import { pastRuns } from "../../lib/pipeline/past_runs.ts";
import { readInputs } from "../../lib/pipeline/run_inputs.ts";
import { runPipeline } from "../../lib/pipeline/run_pipeline.ts";
import { csvRows } from "../../lib/table/csv.ts";
import { withTextIds } from "../stages/text_tables.ts";
import { dataBeforeWeek, NEXT_WEEK, sharedData, sharedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome, temporaryPlace, type World } from "./world.ts";

/** A quote and a comma for customers; the order of the ids stays as it is. */
const textOf = (digits: string, column: string) =>
  column === "customer_id" ? `Ñ "4", ${digits}` : `${column[0]}-${digits}`;
const digitsOf = (text: string) => String(Number(text.slice(-7)));

/** The files of a shared folder with text ids. */
function writeWithTextIds(from: string, to: string): void {
  const read = (name: string) => pl.readParquet(join(from, `${name}.parquet`));
  const tables = withTextIds({
    transacciones: read("transacciones"),
    clientes: read("clientes"),
    productos: read("productos"),
  }, textOf);
  Deno.mkdirSync(to);
  for (const [name, frame] of Object.entries(tables)) {
    frame.writeParquet(join(to, `${name}.parquet`));
  }
}

/** The shared world with text ids; `before` has the data of the first shared run. */
async function textWorld(): Promise<World & { before: string }> {
  const world = temporaryPlace(undefined, { weeks_to_include: 8, workers: 2 });
  const before = join(world.folder, "before");
  writeWithTextIds(await sharedData(), world.dataDir);
  writeWithTextIds(await dataBeforeWeek(), before);
  return { ...world, before };
}

/** What runs of both worlds must have in common. */
function outputsOf(folder: string, idOf: (id: string) => string) {
  const read = (name: string) => pl.readParquet(join(folder, name));
  const ids = (frame: pl.DataFrame, name: string) =>
    frame.getColumn(name).cast(pl.String).toArray().map((id) => idOf(id as string));
  const keyed = ["dataset_limpio", "train", "val", "test", "scores"].map((name) => {
    const frame = read(`${name}.parquet`);
    const others = frame.drop("customer_id", "product_id");
    return [name, ids(frame, "customer_id"), ids(frame, "product_id"), others.toRecords()];
  });
  const json = (name: string) => JSON.parse(Deno.readTextFileSync(join(folder, name)));
  // the second drawing is for narrow screens
  const [svg] = Deno.readTextFileSync(join(folder, "shap/shap_customers.svg"))
    .split('<svg class="narrow"');
  const { realised, schema } = json("drift_report.json") as DriftReport;
  return {
    keyed,
    predictions: csvRows(Deno.readTextFileSync(join(folder, "predicciones.csv")))
      .map((row, i) => i === 0 ? row : [idOf(row[0]!), idOf(row[1]!), ...row.slice(2)]),
    shap: json("shap/interpretability_stats.json"),
    named: Array.from(
      svg!.matchAll(/>customer ([^<:]*), product ([^<:]*)</g),
      ([, customer, product]) => [idOf(customer!), idOf(product!)],
    ),
    realised,
    vanished: schema.products.vanished.first.map((id) => idOf(String(id))),
  };
}

Deno.test("text ids change no result, and stand in every output as they were given", async () => {
  using world = await textWorld();
  const { config } = world;
  const run = async (given: Parameters<typeof config>[1]) => {
    const { error } = await runPipeline(config("outputs", given));
    if (error !== undefined) throw error;
    const outputs = join(world.folder, "outputs");
    return runFolder(outputs, readLatest(outputs)!);
  };
  const same = (folder: string, numbers: string) =>
    assert.deepEqual(outputsOf(folder, digitsOf), outputsOf(numbers, (id) => id));

  const first = await run({ data_dir: world.before });
  same(first, (await sharedRun()).runFolder);
  const scores = pl.readParquet(join(first, "scores.parquet"));
  const clientes = pl.readParquet(join(world.dataDir, "clientes.parquet"));
  assert.deepEqual(
    scores.getColumn("customer_id").unique().toArray().toSorted(),
    clientes.getColumn("customer_id").toArray().toSorted(),
  );

  const [, best] = csvRows(Deno.readTextFileSync(join(first, "predicciones.csv")));
  const [customer, product, , probability] = best!;
  const { data_dir, outputs_dir } = world.given("outputs", { data_dir: world.before });
  const { code, stdout, stderr } = await outcome(
    taskProcess("explain", [
      ...["--customer", customer!, "--product", product!],
      ...flags({ data_dir, outputs_dir }),
    ]),
  );
  assert.equal(code, 0, stderr);
  assert.ok(stdout.startsWith(`customer     ${customer} (region_id `), stdout);
  assert.ok(stdout.includes(`\nproduct      ${product} (brand `), stdout);
  const shown = Number(/^probability +(\S+)$/m.exec(stdout)?.[1]);
  // the list has six significant digits
  assert.equal(Number(shown.toPrecision(6)), Number(probability), stdout);
  assert.match(stdout, /: in predicciones.csv$/m);

  const second = await run({ week: NEXT_WEEK, force_train: true });
  same(second, (await sharedRun("next_week")).runFolder);
  const { realised, named } = outputsOf(second, digitsOf);
  assert.equal(named.length, 4);
  assert.equal(realised.length, 1);
  assert.ok(realised[0]!.average_precision > 0);
});

Deno.test("a past forecast whose ids are all unknown is not evaluated, with a warning", async () => {
  const { run, config } = await sharedRun();
  using world = await textWorld();
  const warnings: string[] = [];
  const { realised } = await pastRuns({
    config: config("outputs"),
    inputs: {
      ...await readInputs(world.config("outputs", { week: NEXT_WEEK }), new Date()),
      modelRun: run.run_id,
    },
    warn: (said) => warnings.push(english(said)),
  });
  assert.deepEqual(realised, []);
  assert.deepEqual(warnings, [
    `the forecast of run ${run.run_id} could not be evaluated: ` +
    "none of its pairs is in the data, by their ids",
  ]);
});
