/** One tick of the schedule as a process, with the flags of a run. */
import { type ParameterName, PARAMETERS } from "../../lib/config/config.ts";
import { runCommand } from "../../tasks/command.ts";
import { runAndReport } from "../../tasks/run_pipeline.ts";

const parameters = Object.keys(PARAMETERS) as ParameterName[];
await runCommand(
  { name: "tick", summary: "", parameters },
  ({ config }) => runAndReport(config, { scheduled: true }),
);
