import { join } from "node:path";
import type { PastRun } from "../../dag/schedule/decide.ts";
import type { RunRecord } from "../../dag/runs/run_record.ts";
import { type ListedRun, listRuns } from "../../dag/runs/runs.ts";
import { parseWeek } from "../../table/time/week.ts";
import type { Forecast } from "./plan_weeks.ts";

/**
 * The runs of an outputs folder as the schedule needs them, newest first. A damaged record counts as
 * no run.
 *
 * @throws Error of the operating system if a record is there and cannot be read now: without it, a
 * week could be forecast again.
 */
export function pastSchedule(outputsDir: string): PastRun[] {
  const runs = listRuns(outputsDir);
  for (const { run, folder } of runs) if (!run) probe(join(folder, "run.json"));
  return runs.flatMap(pastRun);
}

function probe(path: string): void {
  try {
    Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Every forecast of an outputs folder, published or held; newest run first. */
export function pastForecasts(outputsDir: string): Forecast[] {
  return listRuns(outputsDir).flatMap((listed) => {
    const week = listed.run && parseWeek(listed.run.predicted_week), [run] = pastRun(listed);
    const isForecast = run?.state === "success" || run?.state === "held";
    return isForecast && week !== undefined ? [{ ...run, week }] : [];
  });
}

function pastRun({ runId, run, alive }: ListedRun): PastRun[] {
  if (!run) return [];
  return [{
    runId,
    due: run.due === undefined ? undefined : new Date(run.due),
    started: new Date(run.started),
    ended: lastSign(run),
    state: stateOf(run, alive),
    attempts: run.attempt ?? 1,
    current: run.unpublished === undefined,
  }];
}

function stateOf(run: RunRecord, alive: boolean): PastRun["state"] {
  if (run.state === "running") return alive ? "running" : "killed";
  // inputs are known as soon as they were read without a fault
  const unread = Object.keys(run.inputs).length === 0;
  return run.state === "failed" && unread ? "refused" : run.state;
}

/** When a run ended; of a killed one, the last time in its record. */
function lastSign({ started, ended, tasks }: RunRecord): Date {
  const times = [started, ended, ...tasks.flatMap((task) => [task.started, task.ended])];
  return new Date(Math.max(...times.map((time) => time === null ? 0 : Date.parse(time))));
}
