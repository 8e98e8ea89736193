import { type ParameterName, PARAMETERS } from "../lib/config/config.ts";
import { runCommand } from "./command.ts";
import { runAndReport } from "./run_pipeline.ts";

if (import.meta.main) {
  await runCommand({
    name: "pipeline",
    summary: "Runs the pipeline on the data folder; outputs/latest has the results.",
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) => name !== "cron"),
  }, ({ config }) => runAndReport(config));
}
