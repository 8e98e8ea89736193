import { type ParameterName, PARAMETERS } from "../lib/config/parameters.ts";
import { stopSignals } from "../lib/dag/stopping/stop_signals.ts";
import { runCommand } from "./command.ts";
import { runAndReport } from "./run_pipeline.ts";

/** Parameters of `deno task schedule`. */
const SCHEDULE_ONLY: ParameterName[] = ["cron", "catch_up", "poll_minutes"];

if (import.meta.main) {
  await runCommand({
    name: "pipeline",
    summary: "Runs the pipeline on the data folder; outputs/latest has the results.",
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) =>
      !SCHEDULE_ONLY.includes(name)
    ),
  }, async ({ config }) => {
    await using stop = await stopSignals();
    await runAndReport(config, stop);
  });
}
