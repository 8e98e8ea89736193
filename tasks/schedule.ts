import { type Config, type ParameterName, PARAMETERS } from "../lib/config/config.ts";
import { logLine, schedule } from "../lib/dag/schedule/schedule.ts";
import { inputsChanged } from "../lib/pipeline/scheduled/inputs_changed.ts";
import { missedWeeks } from "../lib/pipeline/scheduled/missed_weeks.ts";
import { pastSchedule } from "../lib/pipeline/scheduled/past_schedule.ts";
import { UserError } from "../lib/user_error.ts";
import { runCommand } from "./command.ts";
import { runAndReport } from "./run_pipeline.ts";

const PER_RUN: ParameterName[] = ["resume", "week"];

if (import.meta.main) {
  await runCommand({
    name: "schedule",
    summary:
      `Runs the pipeline every Monday at 09:00 in --time-zone (UTC). It waits for new data, catches up
  on what it missed, resumes what was interrupted, and tries again what failed.`,
    parameters: (Object.keys(PARAMETERS) as ParameterName[]).filter((name) =>
      !PER_RUN.includes(name)
    ),
    switches: { once: "do what is due now and end; for cron or systemd timers" },
  }, async ({ config, switches }) => {
    const once = switches.has("once");
    if (once && config.catch_up === "none") {
      throw new UserError(
        "--once: expected --catch-up latest or all, as it never waits for a time",
      );
    }
    const look = inputsChanged(config);
    const end = await schedule({
      cron: config.cron,
      timeZone: config.time_zone ?? "UTC",
      name: "sodai_mlops",
      once,
      catchUp: config.catch_up,
      pollMs: config.poll_minutes * 60_000,
      runs: () => pastSchedule(config.outputs_dir),
      look: ({ runId }) => look(runId),
      tick: (due, signal) => tick(config, due, signal),
    });
    if (once && end && ["pause", "give_up"].includes(end.kind)) Deno.exitCode = 1;
  });
}

/** Forecasts what is due: under `all`, first each week that was missed. Returns the outcome. */
async function tick(config: Config, due: Date, signal: AbortSignal): Promise<string> {
  const options = { signal, due, log: logLine };
  const missed = config.catch_up === "all" ? await missedWeeks(config, due) : [];
  for (const week of missed) {
    logLine(`forecasting ${week}, which was missed`);
    // a held forecast of a past week is done; the newest one must not wait for it
    await runAndReport({ ...config, week }, { ...options, returnHeld: true });
  }
  const { state, tasks } = await runAndReport(config, options);
  return state === "skipped" ? `run skipped: ${tasks[0]?.reason}` : "run succeeded";
}
