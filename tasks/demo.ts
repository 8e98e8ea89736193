import { join } from "node:path";
import { resolveConfig } from "../lib/config/config.ts";
import { type ParameterName, PARAMETERS } from "../lib/config/parameters.ts";
import { stopSignals } from "../lib/dag/stopping/stop_signals.ts";
import { writeSimulation } from "../lib/simulator/write_simulation.ts";
import { UserError } from "../lib/user_error.ts";
import { runCommand } from "./command.ts";
import { runAndReport } from "./run_pipeline.ts";
import { print } from "./print.ts";

/** As many days as the parameter allows. */
const OLDEST_DAYS = 36_500;

/** Parameters that the demo sets, or that belong to other commands. */
const FIXED: ParameterName[] = [
  "cron",
  "catch_up",
  "poll_minutes",
  "data_dir",
  "week",
  "max_data_age",
];

const FOLDER = join("outputs", "demo");
const DEFAULTS = { n_trials: 10, outputs_dir: join(FOLDER, "outputs") };

/** Fewer shops buy too little for a model, more than this take minutes. */
const CUSTOMERS = { least: 20, most: 20_000 };

function customersOf(text: string | undefined): { customers?: number } {
  if (text === undefined) return {};
  const customers = Number(text), { least, most } = CUSTOMERS;
  if (!Number.isInteger(customers) || customers < least || customers > most) {
    throw new UserError(
      `--customers: expected a whole number from ${least} to ${most}, found ${
        JSON.stringify(text)
      }`,
    );
  }
  return { customers };
}

if (import.meta.main) {
  await runCommand({
    name: "demo",
    summary:
      `Simulates a drinks distributor into ${FOLDER}/data, or into data/ of --outputs-dir, and ` +
      "runs the whole pipeline on it.",
    flags: { customers: "Shops to simulate (200)" },
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) =>
      !FIXED.includes(name)
    ),
    defaults: DEFAULTS,
  }, async ({ given, config, flags }) => {
    const customers = customersOf(flags["customers"]);
    const folders = given.outputs_dir === undefined
      ? { data_dir: join(FOLDER, "data"), outputs_dir: DEFAULTS.outputs_dir }
      : { data_dir: join(config.outputs_dir, "data"), outputs_dir: config.outputs_dir };
    const found = await writeSimulation(folders.data_dir, { seed: config.seed, ...customers });
    print(
      `Simulated ${found.customers} shops, ${found.products} products and ` +
        `${found.transactions} order lines into ${folders.data_dir}.`,
    );
    // simulated data may be old, and their models are not sent to MLflow
    const simulated = { n_trials: DEFAULTS.n_trials, max_data_age: OLDEST_DAYS };
    await using stop = await stopSignals();
    const resolved = resolveConfig({ ...simulated, ...given, ...folders });
    await runAndReport(resolved, { send: false, simulated: true, signal: stop.signal });
  });
}
