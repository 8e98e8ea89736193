import { type ParameterName, PARAMETERS } from "../lib/config/config.ts";
import { listRuns } from "../lib/dag/runs/runs.ts";
import { schedule } from "../lib/dag/schedule.ts";
import { runCommand } from "./command.ts";
import { runAndReport } from "./run_pipeline.ts";

const PER_RUN: ParameterName[] = ["resume", "week"];

if (import.meta.main) {
  await runCommand({
    name: "schedule",
    summary: "Runs the pipeline by Deno.cron, every Monday at 09:00 UTC, and catches up at start.",
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

/** When the newest run that went well, or had nothing new to do, began. */
function lastSuccess(outputsDir: string): Date | undefined {
  const good = listRuns(outputsDir).find(({ run }) =>
    run?.state === "success" || run?.state === "skipped"
  );
  return good?.run && new Date(good.run.started);
}
