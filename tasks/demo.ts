import { join } from "node:path";
import { type ParameterName, PARAMETERS, resolveConfig } from "../lib/config/config.ts";
import { stopSignals } from "../lib/dag/stopping/stop_signals.ts";
import { writeSimulation } from "../lib/simulator/write_simulation.ts";
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
  "outputs_dir",
  "week",
  "max_data_age",
];

const FOLDER = join("outputs", "demo");

if (import.meta.main) {
  await runCommand({
    name: "demo",
    summary:
      `Simulates a drinks distributor into ${FOLDER}/data and runs the whole pipeline on it.`,
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) =>
      !FIXED.includes(name)
    ),
  }, async ({ given, config }) => {
    const folders = { data_dir: join(FOLDER, "data"), outputs_dir: join(FOLDER, "outputs") };
    const found = await writeSimulation(folders.data_dir, { seed: config.seed });
    print(
      `Simulated ${found.customers} shops, ${found.products} products and ` +
        `${found.transactions} order lines into ${folders.data_dir}.`,
    );
    // simulated data may be old, and their models are not sent to MLflow
    const simulated = { n_trials: 10, max_data_age: OLDEST_DAYS };
    await using stop = await stopSignals();
    const resolved = resolveConfig({ ...simulated, ...given, ...folders });
    await runAndReport(resolved, { send: false, signal: stop.signal });
  });
}
