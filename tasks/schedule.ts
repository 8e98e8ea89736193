import { type ParameterName, PARAMETERS } from "../lib/config/config.ts";
import { listRuns } from "../lib/dag/runs/runs.ts";
import { schedule } from "../lib/dag/schedule.ts";
import { runCommand } from "./command.ts";
import { runAndReport } from "./run_pipeline.ts";

const PER_RUN: ParameterName[] = ["resume", "week"];

if (import.meta.main) {
  await runCommand({
    name: "schedule",
    summary:
      "Runs the pipeline every Monday at 09:00 in --time-zone (UTC), and catches up at the start.",
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) =>
      !PER_RUN.includes(name)
    ),
  }, ({ config }) =>
    schedule({
      cron: config.cron,
      timeZone: config.time_zone ?? "UTC",
      name: "sodai_mlops",
      lastSuccess: () => lastSuccess(config.outputs_dir),
      run: async (signal) => {
        await runAndReport(config, { signal, scheduled: true });
        return true;
      },
    }));
}

/** Start of the newest run that succeeded. */
function lastSuccess(outputsDir: string): Date | undefined {
  const newest = listRuns(outputsDir).find(({ run }) => run?.state === "success");
  return newest?.run && new Date(newest.run.started);
}
