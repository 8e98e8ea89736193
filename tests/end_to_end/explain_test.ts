import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import type { GivenParameters } from "../../lib/config.ts";
import { featureSource } from "../../lib/features/feature_source.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import { readInputs } from "../../lib/run_inputs.ts";
import { explainPair } from "../../lib/stages/explain_pair.ts";
import { decodeModelFile } from "../../lib/tuning/model.ts";
import { command, outcome, simulatedWorld, type World } from "./world.ts";

/** A simulated world whose last customer never ordered and whose last product never sold. */
async function worldWithNewcomers(seed = 0) {
  const world = await simulatedWorld({ seed });
  const lastId = (file: string, column: string) =>
    Number(pl.readParquet(join(world.dataDir, file)).getColumn(column).max());
  const customer = lastId("clientes.parquet", "customer_id");
  const product = lastId("productos.parquet", "product_id");
  const path = join(world.dataDir, "transacciones.parquet");
  pl.readParquet(path).filter(
    pl.col("customer_id").neq(pl.lit(customer)).and(pl.col("product_id").neq(pl.lit(product))),
  ).writeParquet(path);
  return Object.assign(world, { newcomers: { customer, product } });
}

function explain(world: World, pair: string[], ...more: string[]) {
  const folders = ["--data-dir", world.dataDir, "--outputs-dir", join(world.folder, "outputs")];
  const flags = pair.flatMap((id, i) => [["--customer", "--product"][i]!, id]);
  return outcome(command("explain", [...flags, ...folders, ...more]));
}

/** The rows of predicciones.csv, as text. */
function predictions(folder: string): string[][] {
  return Deno.readTextFileSync(join(folder, "predicciones.csv")).trim().split("\n").slice(1)
    .map((line) => line.split(","));
}

const KINDS: [given: GivenParameters, unit: string, rules: string[]][] = [
  [{}, "probability", ["launch", "new_customer"]],
  [{ model: "gradient_boosting" }, "log_odds", ["launch", "new_customer"]],
  [{ launches: true }, "probability", ["new_customer"]],
  [{ preset: "original" }, "probability", []],
];

for (const [given, unit, rules] of KINDS) {
  Deno.test(`contributions add up to every published probability: ${JSON.stringify(given)}`, async () => {
    using world = await worldWithNewcomers();
    const config = world.config("outputs", given);
    const { folder } = await runPipeline(config);
    const { extracted: { sales } } = await readInputs(config, new Date());
    const model = decodeModelFile(Deno.readFileSync(join(folder, "models/model.arrow")));
    const published = pl.readParquet(join(folder, "scores.parquet")).getColumn("probability")
      .toTypedArray() as Float64Array;
    const input = { sales, model, features: featureSource(sales, config.preset), published };
    const kinds = new Set<string>();
    const products = sales.products.ids.length;
    // some pairs, and all of the last customers
    for (let row = 0; row < published.length; row += row < 960 ? 17 : 1) {
      const customer = Math.floor(row / products), product = row % products;
      const asked = { customer, product, launches: config.launches };
      const explanation = await explainPair(input, asked);
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

Deno.test("deno task explain prints numbers that add up, and the steps to what was published", async () => {
  using world = await worldWithNewcomers();
  const { folder, run } = await runPipeline(world.config("outputs"));
  const [customer, product, week, probability] = predictions(folder)[0]!;
  const { code, stdout, stderr } = await explain(world, [customer!, product!], run.run_id);
  assert.equal(code, 0, stderr);
  assert.match(stdout, new RegExp(`^customer +${customer} \\(region_id .*customer_type `));
  assert.match(stdout, new RegExp(`^product +${product} \\(brand .*size `, "m"));
  assert.match(stdout, new RegExp(`^week +${week}, run ${run.run_id}$`, "m"));
  assert.match(stdout, new RegExp(`^probability +${probability}$`, "m"));
  assert.match(stdout, /^threshold +0\.\d+: in predicciones.csv$/m);

  const [, terms, steps] = stdout.trim().split("\n\n").map((part) =>
    part.split("\n").slice(1).map((line) => Number(line.trim().split(" ")[0]!.replace("−", "-")))
  );
  assert.equal(terms!.length, 1 + 10 + 1 + 1);
  const score = terms!.pop()!;
  // every printed number is rounded to six decimals
  assert(Math.abs(terms!.reduce((sum, term) => sum + term, 0) - score) < 1e-5);
  assert.equal(steps![0], score);
  assert(Math.abs(steps![2]! - Number(probability)) < 1e-6);
  assert.match(stdout, /^ +[+−]0\.\d{6} {2}pair_\w+ = [\d.]+: \w+/m, "value and meaning");
});

Deno.test("a new product and a new customer are told of in plain words", async () => {
  using world = await worldWithNewcomers();
  const { folder } = await runPipeline(world.config("outputs"));
  const [[customer, product]] = predictions(folder) as [[string, string]];
  const launch = await explain(world, [customer, String(world.newcomers.product)]);
  assert.match(launch.stdout, /: not in predicciones.csv\n\nThe product never sold before/);
  const start = await explain(world, [String(world.newcomers.customer), product]);
  assert.match(start.stdout, /: not in predicciones.csv\n\nThe customer never ordered before/);
});

Deno.test("deno task explain refuses what it cannot explain, and says why", async () => {
  using world = await worldWithNewcomers();
  const none = await explain(world, ["1", "1"]);
  assert.equal(none.code, 2);
  assert.match(none.stderr, /^no such run in .*: latest\n/);

  const { folder, run } = await runPipeline(world.config("outputs"));
  const [[customer, product]] = predictions(folder) as [[string, string]];
  const refused = async (pair: string[], message: RegExp, ...more: string[]) => {
    const { code, stdout, stderr } = await explain(world, pair, ...more);
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^ +at /m, "no stack trace");
    assert.equal(stdout, "");
  };
  await refused([], /^--customer: expected a customer_id, a whole number, found none/);
  await refused(["one", product], /^--customer: .*found one/);
  await refused(["987654", product], /^--customer: expected .* of clientes.parquet, .*987654/);
  await refused([customer, "987654"], /^--product: expected .* of productos.parquet, .*987654/);
  await refused([customer, product], /^no such run in .*: 2024-W01_x/, "2024-W01_x");

  using other = await worldWithNewcomers(1);
  await refused([customer, product], /transacciones.parquet.*read, found others/, ...[
    "--data-dir",
    other.dataDir,
  ]);

  const scores = join(folder, "scores.parquet");
  pl.readParquet(scores).withColumn(pl.col("probability").mul(0.5).alias("probability"))
    .writeParquet(scores);
  await refused([customer, product], /scores.parquet: expected the probability .* works out/);

  Deno.removeSync(join(folder, "models/model.arrow"));
  const message = new RegExp(`^run ${run.run_id} \\(success\\): expected models/model.arrow`);
  await refused([customer, product], message);
});
