import type { Config } from "../../config/parameters.ts";
import { weekName } from "../../table/time/week.ts";
import { UserError } from "../../user_error.ts";
import { readInputs } from "../run_inputs.ts";
import { pastForecasts } from "./past_schedule.ts";
import { planWeeks } from "./plan_weeks.ts";
import { weekOf } from "./reason_to_wait.ts";

/**
 * The weeks that the schedule missed, oldest first. None if the data are invalid: the run for the
 * newest week says so.
 */
export async function missedWeeks(config: Config, due: Date, now = new Date()): Promise<string[]> {
  const forecasts = pastForecasts(config.outputs_dir);
  const inputs = await readInputs(config, now).catch((error) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
  if (!inputs) return [];
  const next = inputs.extracted.sales.predictedWeek, dueWeek = weekOf(due, config.time_zone);
  return planWeeks({ next, dueWeek, forecasts, all: true }).missed.map(weekName);
}
