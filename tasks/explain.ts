import { factsOf } from "../lib/stages/task_facts.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { outputIsIntact } from "../lib/dag/runs/publish.ts";
import { claimRun } from "../lib/dag/runs/run_claim.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { featureSource } from "../lib/features/feature_source.ts";
import { explanationLines } from "../lib/notebook/explanation_lines.ts";
import { HISTORY_FILE, readInputs } from "../lib/pipeline/run_inputs.ts";
import { explainPair } from "../lib/stages/explaining/explain_pair.ts";
import { pairFields } from "../lib/stages/predict.ts";
import { findId } from "../lib/table/ids.ts";
import { readParquet } from "../lib/table/parquet.ts";
import type { Entities } from "../lib/table/sales_data.ts";
import { decodeModelFile } from "../lib/model/model.ts";
import { UserError } from "../lib/user_error.ts";
import { chosenRun } from "./chosen_run.ts";
import { type Call, type Command, runCommand } from "./command.ts";
import { printError, printResult } from "./print.ts";
import { oneLine } from "../lib/table/contracts/one_line.ts";

/** The command as `deno task explain` has it. */
export const EXPLAIN: Command = {
  name: "explain",
  summary: `Explains the probability of a customer and a product in a run (its id, or latest): the
  contribution of each feature to the score, and the steps from there to the probability.`,
  parameters: ["data_dir", "outputs_dir"],
  flags: {
    customer: "customer_id of clientes.parquet",
    product: "product_id of productos.parquet",
  },
  positionals: "[RUN]",
};

const OUTPUTS = ["models/model.arrow", "scores.parquet", "predicciones.csv"];

/** Allowed difference of the recomputed probability; the same code gives none. */
const TOLERANCE = 1e-9;

/** Runs the command. */
export async function explain(call: Call): Promise<void> {
  const typedCustomer = typedId("customer", call), typedProduct = typedId("product", call);
  const { run, folder, dataDir } = chosenRun(call, EXPLAIN.name);
  using _claim = claimRun(folder);
  const [modelPath, scoresPath, csvPath] = OUTPUTS.map((name) => outputPath(run, folder, name));
  checkOutputs(run, folder);
  const model = decodeModelFile(await Deno.readFile(modelPath!));
  const { frame } = await readParquet(scoresPath!);
  const published = frame.getColumn("probability").toTypedArray() as Float64Array;

  const { extracted: { sales }, fingerprints } = await readInputs({
    data_dir: dataDir,
    outputs_dir: call.config.outputs_dir,
    week: (run.parameters["week"] ?? null) as string | null,
    time_zone: (run.parameters["time_zone"] ?? null) as string | null,
  }, new Date());
  checkFingerprints(run, fingerprints, dataDir);
  const customer = indexOf("customer", typedCustomer, sales.customers, "clientes.parquet");
  const product = indexOf("product", typedProduct, sales.products, "productos.parquet");
  const customerId = sales.customers.ids[customer]!, productId = sales.products.ids[product]!;

  const explanation = await explainPair({
    sales,
    model,
    features: featureSource(sales, model.facts.preset),
    published,
  }, { customer, product, launches: run.parameters["launches"] === true });
  const probability = published[customer * sales.products.ids.length + product]!;
  if (!(Math.abs(explanation.probability - probability) <= TOLERANCE)) {
    throw new UserError(
      `${scoresPath}: expected the recomputed probability ${explanation.probability}, ` +
        `found ${probability}.\n` +
        "The run was made by other code, or its files were changed; start a new run with: " +
        "deno task pipeline",
      1,
    );
  }

  const threshold = factsOf(run, "predict").decision_threshold;
  const csv = await Deno.readTextFile(csvPath!);
  const listed = csv.includes(`\n${pairFields(customerId, productId)},`);
  printResult([
    `customer     ${customerId} (${attributes(sales.customers, customer)})`,
    `product      ${productId} (${attributes(sales.products, product)})`,
    `week         ${run.predicted_week}, run ${run.run_id}`,
    `probability  ${probability}`,
    `threshold    ${threshold}: ${listed ? "in" : "not in"} predicciones.csv`,
    "",
    ...explanationLines(explanation),
  ].join("\n"));
}

function typedId(flag: "customer" | "product", { flags }: Call): string {
  const typed = flags[flag];
  if (typed !== undefined) return typed;
  throw new UserError(
    `--${flag}: expected a ${flag}_id, found none\nSee: deno task explain --help`,
  );
}

function indexOf(flag: string, typed: string, { ids }: Entities, file: string): number {
  const index = findId(ids, typed);
  if (index >= 0) return index;
  throw new UserError(
    `--${flag}: expected a ${flag}_id of ${file}, which has ${ids.length}, found ${typed}\n` +
      `See predicciones.csv of the run for valid ids.`,
  );
}

function outputPath(run: RunRecord, folder: string, name: string): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  throw new UserError(
    `run ${run.run_id} (${run.state}): expected ${name} in ${folder}, found none\n` +
      "Choose a run that succeeded; deno task runs lists all runs.",
  );
}

/** Compares the files with their SHA-256 in `run.json`: another model cannot explain the run. */
function checkOutputs(run: RunRecord, folder: string): void {
  const published = run.tasks.flatMap(({ outputs }) => outputs);
  const [model, ...others] = OUTPUTS.map((name) => {
    const output = published.find((other) => other.name === name);
    const intact = output !== undefined && outputIsIntact(folder, output);
    return intact ? undefined : `${join(folder, name)} changed since run ${run.run_id}`;
  });
  if (model !== undefined) {
    throw new UserError(
      `${model}: run.json records another SHA-256.\n` +
        "Restore it from a backup, or choose another run; deno task runs lists all runs.",
      1,
    );
  }
  for (const other of others) if (other !== undefined) printError(`warning: ${other}`);
}

/** Features are computed again from the inputs, so these must be those of the run. */
function checkFingerprints(run: RunRecord, found: Record<string, string>, dataDir: string): void {
  const changed = Object.keys(found).filter((name) =>
    name !== HISTORY_FILE && found[name] !== run.inputs[name]
  );
  if (changed.length === 0) return;
  throw new UserError(
    `${changed.join(", ")} in ${dataDir}: expected the files that run ${run.run_id} read, found ` +
      "others.\nSet their folder with --data-dir, or start a new run with: deno task pipeline",
  );
}

function attributes({ columns }: Entities, row: number): string {
  return columns.map((column) => {
    const value = column.kind === "numeric"
      ? column.values[row]!
      : column.categories[column.codes[row]!];
    return `${column.name} ${
      value === undefined || Number.isNaN(value) ? "missing" : oneLine(String(value))
    }`;
  }).join(", ");
}

if (import.meta.main) await runCommand(EXPLAIN, explain);
