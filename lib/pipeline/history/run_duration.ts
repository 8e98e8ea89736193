import type { RunRecord } from "../../dag/runs/run_record.ts";

/**
 * The sum of the tasks of a run in milliseconds, with the task in progress up to now. A resumed run
 * contains a pause, which does not count.
 *
 * @param now milliseconds since 1970.
 */
export function runDurationMs(
  { tasks }: Pick<RunRecord, "tasks">,
  { alive, now }: { alive: boolean; now: number },
): number {
  return tasks.reduce((sum, { state, started, duration_ms }) => {
    const elapsed = alive && state === "running" ? now - Date.parse(started!) : 0;
    return sum + (duration_ms ?? elapsed);
  }, 0);
}
