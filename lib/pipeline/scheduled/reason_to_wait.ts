import { isDeepStrictEqual } from "node:util";
import { type Config, PARAMETERS } from "../../config/parameters.ts";
import type { RunHeader, RunRecord } from "../../dag/runs/run_record.ts";
import { listRuns } from "../../dag/runs/runs.ts";
import type { Message } from "../../language/message.ts";
import { localDays } from "../../table/time/local_days.ts";
import { weekOfDay } from "../../table/time/week.ts";
import { VERSION } from "../../version.ts";
import { tooOld } from "../data_age.ts";
import type { RunInputs } from "../run_inputs.ts";
import { pastForecasts } from "./past_schedule.ts";
import { planWeeks } from "./plan_weeks.ts";

/** Why a scheduled run waits for new data; `undefined` if it forecasts. */
export function reasonToWait(
  config: Config,
  inputs: RunInputs,
  header: RunHeader,
  due: Date,
): Message | undefined {
  const known = alreadyPredicted(config, inputs, header);
  // a week that was missed needs no newer data
  if (known !== undefined || config.week !== null) return known;
  const old = tooOld(config, inputs.extracted);
  if (old !== undefined) return old;
  return planWeeks({
    next: inputs.extracted.sales.predictedWeek,
    dueWeek: weekOf(due, config.time_zone),
    forecasts: pastForecasts(config.outputs_dir),
    all: false,
  }).waits;
}

/** The ISO week of an instant in a time zone, UTC if none. */
export function weekOf(instant: Date, timeZone: string | null): number {
  return weekOfDay(localDays(timeZone ?? "UTC")(instant.getTime() * 1000));
}

/** Says that the published run, or the newest one if it is held, had the same inputs and parameters. */
function alreadyPredicted(
  config: Config,
  { modelRun }: RunInputs,
  now: RunHeader,
): Message | undefined {
  const runs = listRuns(config.outputs_dir);
  const newest = runs.find(({ run }) => run?.state !== "skipped");
  const published = runs.find(({ runId }) => runId === modelRun)?.run;
  const since = (run: string, held: "yes" | "no"): Message => ({
    key: "wait.same",
    values: { run, held },
  });
  if (published && sameForecast(published, now)) return since(published.run_id, "no");
  return newest?.run?.held && sameForecast(newest.run, now)
    ? since(newest.runId, "yes")
    : undefined;
}

function sameForecast(then: RunRecord, now: RunHeader): boolean {
  const affecting = (parameters: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(PARAMETERS).filter(([, { affectsResults }]) => affectsResults)
        .map(([name]) => [name, parameters[name]]),
    );
  return then.predicted_week === now.predicted_week &&
    then.versions["sodai"] === VERSION && isDeepStrictEqual(then.inputs, now.inputs) &&
    isDeepStrictEqual(affecting(then.parameters), affecting(now.parameters));
}
