import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { featureSource } from "../../lib/features/feature_source.ts";
import { readInputs } from "../../lib/pipeline/run_inputs.ts";
import { explainPair } from "../../lib/stages/explaining/explain_pair.ts";
import { decodeModelFile } from "../../lib/model/model.ts";
import { copiedRun, SHARED, sharedRun } from "./shared_runs.ts";
import { taskProcess } from "./task_process.ts";
import { flags, outcome, type Place, simulatedWorld, temporaryPlace } from "./world.ts";

/** The ids of the customer that never ordered and of the product that never sold. */
function newcomersOf({ dataDir }: Place) {
  const lastId = (file: string, column: string) =>
    String(pl.readParquet(join(dataDir, file)).getColumn(column).max());
  return {
    customer: lastId("clientes.parquet", "customer_id"),
    product: lastId("productos.parquet", "product_id"),
  };
}

function explain(place: Place, pair: string[], ...more: string[]) {
  const asked = pair.flatMap((id, i) => [["--customer", "--product"][i]!, id]);
  const { data_dir, outputs_dir } = place.given("outputs");
  return outcome(taskProcess("explain", [...asked, ...flags({ data_dir, outputs_dir }), ...more]));
}

/** The rows of predicciones.csv, as text. */
function predictions(folder: string): string[][] {
  return Deno.readTextFileSync(join(folder, "predicciones.csv")).trim().split("\n").slice(1)
    .map((line) => line.split(","));
}

const KINDS = [
  // the validation weeks choose its kind of model
  { kind: "default", unit: undefined, rules: ["launch", "new_customer"] },
  { kind: "random_forest", unit: "probability", rules: ["launch", "new_customer"] },
  // with --launches: trees score a product that never sold
  { kind: "gradient_boosting", unit: "log_odds", rules: ["new_customer"] },
  { kind: "original", unit: "probability", rules: [] },
] as const;

for (const { kind, unit: known, rules } of KINDS) {
  Deno.test(`contributions add up to every published probability: ${kind}`, async () => {
    const { runFolder, config } = await sharedRun(kind);
    const { launches, preset, ...paths } = config("outputs");
    const { extracted: { sales } } = await readInputs(paths, new Date());
    const model = decodeModelFile(Deno.readFileSync(join(runFolder, "models/model.arrow")));
    const unit = known ?? (model.facts.model === "random_forest" ? "probability" : "log_odds");
    const published = pl.readParquet(join(runFolder, "scores.parquet")).getColumn("probability")
      .toTypedArray() as Float64Array;
    const input = { sales, model, features: featureSource(sales, preset), published };
    const kinds = new Set<string>();
    const products = sales.products.ids.length;
    // some pairs, and all of the last customers
    const last = published.length - 2 * products;
    for (let row = 0; row < published.length; row += row < last ? 17 : 1) {
      const customer = Math.floor(row / products), product = row % products;
      const explanation = await explainPair(input, { customer, product, launches });
      kinds.add(explanation.kind);
      assert.equal(explanation.probability, published[row]);
      if (explanation.kind !== "trees") continue;
      const { contributions, baseValue, score, ofTrees } = explanation;
      assert.equal(explanation.unit, unit);
      assert.equal(contributions.length, model.ensemble.features.length);
      const sum = contributions.reduce((sum, one) => sum + one.contribution, baseValue);
      assert(Math.abs(sum - score) < 1e-9);
      const probability = unit === "log_odds" ? 1 / (1 + Math.exp(-score)) : score;
      assert(Math.abs(probability - ofTrees) < 1e-9);
    }
    assert.deepEqual([...kinds].sort(), [...rules, "trees"]);
  });
}

for (const kind of ["random_forest", "gradient_boosting"] as const) {
  Deno.test(`deno task explain prints numbers that add up, and the steps to the published probability: ${kind}`, async () => {
    const shared = await sharedRun(kind);
    const { run, runFolder } = shared;
    const [customer, product, week, probability] = predictions(runFolder)[0]!;
    const { code, stdout, stderr } = await explain(shared, [customer!, product!], run.run_id);
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`^customer +${customer} \\(region_id .*customer_type `));
    assert.match(stdout, new RegExp(`^product +${product} \\(brand .*size `, "m"));
    assert.match(stdout, new RegExp(`^week +${week}, run ${run.run_id}$`, "m"));
    const shown = Number(/^probability +(\S+)$/m.exec(stdout)![1]);
    // the list has six significant digits
    assert.equal(Number(shown.toPrecision(6)), Number(probability));
    assert.match(stdout, /^threshold +0\.\d+: in predicciones.csv$/m);

    const [, terms, steps] = stdout.trim().split("\n\n").map((part) =>
      part.split("\n").slice(1).map((line) => Number(line.trim().split(" ")[0]!.replace("−", "-")))
    );
    assert.equal(terms!.length, 1 + 10 + 1 + 1);
    const score = terms!.pop()!;
    // every printed number is rounded to six decimals
    assert(Math.abs(terms!.reduce((sum, term) => sum + term, 0) - score) < 1e-5);
    const ofTrees = kind === "random_forest" ? score : 1 / (1 + Math.exp(-score));
    assert(Math.abs(steps![0]! - ofTrees) < 1e-6);
    assert(Math.abs(steps![2]! - Number(probability)) < 1e-6);
    assert.match(stdout, /^ +[+−]0\.\d{6} {2}pair_\w+ = [\d.]+: \w+/m, "value and meaning");
  });
}

Deno.test("deno task explain explains a new product and a new customer", async () => {
  const shared = await sharedRun();
  const [[customer, product]] = predictions(shared.runFolder) as [[string, string]];
  const newcomers = newcomersOf(shared);
  const launch = await explain(shared, [customer, newcomers.product]);
  assert.match(launch.stdout, /: not in predicciones.csv\n\nThe product never sold before/);
  const start = await explain(shared, [newcomers.customer, product]);
  assert.match(start.stdout, /: not in predicciones.csv\n\nThe customer never ordered before/);
});

Deno.test("deno task explain refuses what it cannot explain, with the reason", async () => {
  using empty = temporaryPlace();
  const none = await explain(empty, ["1", "1"]);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /^no such run in .*: latest\n/);

  using place = await copiedRun();
  const { run, runFolder } = place;
  const [[customer, product]] = predictions(runFolder) as [[string, string]];
  const refused = async (pair: string[], message: RegExp, ...more: string[]) => {
    const { code, stdout, stderr } = await explain(place, pair, ...more);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^ +at /m, "no stack trace");
    assert.equal(stdout, "");
  };
  await refused([], /^--customer: expected a customer_id, found none/);
  await refused(["one", product], /^--customer: .*found one/);
  await refused(["987654", product], /^--customer: expected .* of clientes.parquet, .*987654/);
  await refused([customer, "987654"], /^--product: expected .* of productos.parquet, .*987654/);
  await refused([customer, product], /^no such run in .*: another_run/, "another_run");

  using other = await simulatedWorld({ ...SHARED, seed: 1 });
  const data = flags({ data_dir: other.dataDir });
  await refused([customer, product], /transacciones.parquet.*read, found others/, ...data);

  const scores = join(runFolder, "scores.parquet");
  pl.readParquet(scores).withColumn(pl.col("probability").mul(0.5).alias("probability"))
    .writeParquet(scores);
  await refused([customer, product], /scores.parquet: expected the recomputed probability/);

  const otherModel = join((await sharedRun("gradient_boosting")).runFolder, "models/model.arrow");
  Deno.copyFileSync(otherModel, join(runFolder, "models/model.arrow"));
  await refused(
    [customer, product],
    /model\.arrow changed since run .*: run\.json records another/,
  );
  Deno.removeSync(join(runFolder, "models/model.arrow"));
  const message = new RegExp(`^run ${run.run_id} \\(success\\): expected models/model.arrow`);
  await refused([customer, product], message);
});
