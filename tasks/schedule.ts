import { runAlert } from "../lib/alerts/run_alert.ts";
import type { Alert } from "../lib/alerts/alert.ts";
import { sendAlert } from "../lib/alerts/send_alert.ts";
import { type Config, type ParameterName, PARAMETERS } from "../lib/config/parameters.ts";
import { writeHeartbeat } from "../lib/dag/heartbeat.ts";
import type { RunRecord } from "../lib/dag/runs/run_record.ts";
import { logLine, schedule } from "../lib/dag/schedule/schedule.ts";
import { beat } from "../lib/pipeline/scheduled/beat.ts";
import { inputsChanged } from "../lib/pipeline/scheduled/inputs_changed.ts";
import { missedWeeks } from "../lib/pipeline/scheduled/missed_weeks.ts";
import { pastSchedule } from "../lib/pipeline/scheduled/past_schedule.ts";
import { scheduleAlert } from "../lib/pipeline/scheduled/schedule_alert.ts";
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
  }, ({ config, switches }) => runSchedule(config, switches.has("once")));
}

async function runSchedule(config: Config, once: boolean): Promise<void> {
  if (once && config.catch_up === "none") {
    throw new UserError("--once: expected --catch-up latest or all, as it never waits for a time");
  }
  const { outputs_dir } = config;
  const look = inputsChanged(config), runs = () => pastSchedule(outputs_dir);
  const end = await schedule({
    cron: config.cron,
    timeZone: config.time_zone ?? "UTC",
    name: "sodai_mlops",
    once,
    catchUp: config.catch_up,
    pollMs: config.poll_minutes * 60_000,
    runs,
    look: ({ runId }) => look(runId),
    tick: (due, signal) => tick(config, due, signal),
    notify: (event) => alert(config, scheduleAlert(event, outputs_dir)),
    onWake: (decision, next) => {
      const problem = writeHeartbeat(outputs_dir, beat(decision, runs(), next));
      if (problem !== undefined) logLine(problem);
    },
  });
  if (once && end && ["pause", "give_up"].includes(end.kind)) Deno.exitCode = 1;
}

/** Forecasts what is due: under `all`, first each week that was missed. Returns the outcome. */
async function tick(config: Config, due: Date, signal: AbortSignal): Promise<string> {
  const run = async (week: string | null): Promise<RunRecord> => {
    const options = { signal, due, log: logLine, returnHeld: true };
    const record = await runAndReport({ ...config, week }, options);
    const found = runAlert(record, config.outputs_dir);
    if (found) await alert(config, found);
    return record;
  };
  for (const week of config.catch_up === "all" ? await missedWeeks(config, due) : []) {
    logLine(`forecasting ${week}, which was missed`);
    await run(week);
  }
  const { state, tasks, held } = await run(null);
  if (held) return `run held: ${held.join("; ")}`;
  return state === "skipped" ? `run skipped: ${tasks[0]?.reason}` : "run succeeded";
}

async function alert(config: Config, about: Alert): Promise<void> {
  for (const warning of await sendAlert(about, config)) logLine(`warning: ${warning}`);
}
