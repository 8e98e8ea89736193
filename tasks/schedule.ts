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
      "Runs the pipeline with Deno.cron, every Monday at 09:00 UTC, and catches up at the start.",
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) =>
      !PER_RUN.includes(name)
    ),
  }, ({ config }) =>
    schedule({
      cron: config.cron,
      name: "sodai_mlops",
      lastSuccess: () => lastSuccess(config.outputs_dir),
      run: async (signal) => {
        await runAndReport(config, { signal, skipUnchanged: true });
        return true;
      },
    }));
}

/** Start of the newest run that succeeded or was skipped. */
function lastSuccess(outputsDir: string): Date | undefined {
  const newest = listRuns(outputsDir).find(({ run }) =>
    run?.state === "success" || run?.state === "skipped"
  );
  return newest?.run && new Date(newest.run.started);
}
