/** A tick of the schedule as a process, with the flags of a run. */
import { type ParameterName, PARAMETERS } from "../../../lib/config/parameters.ts";
import { runCommand } from "../../../tasks/command.ts";
import { runAndReport } from "../../../tasks/run_pipeline.ts";
import { DUE } from "./due.ts";

const parameters = Object.keys(PARAMETERS) as ParameterName[];
await runCommand({ name: "tick", summary: "", parameters }, async ({ config }) => {
  const { signal } = new AbortController();
  await runAndReport(config, { due: DUE, now: DUE, signal });
});
