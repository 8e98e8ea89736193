import assert from "node:assert/strict";
import { join } from "node:path";
import { type GivenParameters, resolveConfig } from "../../../lib/config/config.ts";
import { runPipeline } from "../../../lib/pipeline/run_pipeline.ts";
import { simulate } from "../../../lib/simulator/simulator.ts";
import { random } from "../../../lib/stats/random.ts";
import { readParquet } from "../../../lib/table/parquet.ts";
import { UserError } from "../../../lib/user_error.ts";
import { MUTATIONS } from "./mutations.ts";
import { parquetOf, plainTable, type PlainTables } from "./plain_table.ts";

/** Shortly after the last week of the simulated data. */
const NOW = new Date("2024-03-26T09:00:00Z");
const WORLD = { seed: 1, customers: 40, products: 12, weeks: 12 };
const QUICK: GivenParameters = { n_trials: 1, shap_rows: 50, workers: 1 };
/** Enough for a forecast that is published on unchanged data, and too few, so that runs are held. */
const WEEKS = { enough: 6, few: 3 };

/** Further mutations of a case come with this chance each. */
const AGAIN = 0.35;
/** Longest message, in characters. */
const LONGEST = 3_000;

const { transacciones, clientes, productos } = simulate(WORLD);
const PLAIN: PlainTables = Object.fromEntries(
  Object.entries({ transacciones, clientes, productos })
    .map(([name, frame]) => [name, plainTable(frame)]),
);

/** How a run on changed tables ended. */
export interface MutatedRun {
  /** What was done to the tables. */
  mutations: string[];
  outcome: "success" | "held" | "refused";
}

/**
 * Changes the simulated tables by a seed, runs the pipeline on them, and checks that the run ends in
 * one of three ways: success with a finite probability of every pair, held with reasons, or refused
 * with one clear message.
 *
 * @param number the case; it determines mutations and parameters.
 */
export async function mutatedRun(number: number, folder: string): Promise<MutatedRun> {
  const chance = random(20, number), tables = structuredClone(PLAIN), mutations: string[] = [];
  const names = Object.keys(MUTATIONS);
  do {
    const name = names[chance.below(names.length)]!;
    MUTATIONS[name]!(tables, chance);
    mutations.push(name);
  } while (chance.uniform() < AGAIN);

  const data_dir = join(folder, String(number)), outputs_dir = join(data_dir, "outputs");
  Deno.mkdirSync(data_dir);
  for (const [name, table] of Object.entries(tables)) {
    Deno.writeFileSync(join(data_dir, `${name}.parquet`), parquetOf(table));
  }
  const config = resolveConfig({
    ...QUICK,
    data_dir,
    outputs_dir,
    weeks_to_include: chance.uniform() < 0.8 ? WEEKS.enough : WEEKS.few,
    preset: chance.uniform() < 0.3 ? "original" : "default",
    model: chance.uniform() < 0.3 ? "gradient_boosting" : "random_forest",
    ...(chance.uniform() < 0.2 ? { launches: true } : {}),
  });
  const { run, folder: runFolder, error } = await runPipeline(config, { now: NOW });
  const what = `case ${number}: ${mutations.join(", ")}`;
  if (run.state === "failed") {
    assert(error instanceof UserError, `${what}: ${error instanceof Error ? error.stack : error}`);
    assert.doesNotMatch(error.message, /^ {4}at |\bTypeError|\bRangeError|panicked/m, what);
    assert(error.message.length < LONGEST, `${what}: ${error.message}`);
    // deno-lint-ignore no-control-regex -- escapes that a terminal would obey
    assert.doesNotMatch(error.message, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/, what);
    Deno.removeSync(data_dir, { recursive: true });
    return { mutations, outcome: "refused" };
  }
  assert(run.state === "success" || run.state === "held", `${what}: ${run.state}`);
  const { frame } = await readParquet(join(runFolder, "scores.parquet"));
  const probability = frame.getColumn("probability").toTypedArray() as Float64Array;
  assert(probability.length > 0 && probability.every((p) => p >= 0 && p <= 1), what);
  Deno.removeSync(data_dir, { recursive: true });
  return { mutations, outcome: run.state };
}
