import type { Activity, Heartbeat } from "../../dag/heartbeat.ts";
import type { Decision, PastRun } from "../../dag/schedule/decide.ts";

const ACTIVITIES: Record<Decision["kind"], Activity> = {
  wait: "waiting",
  give_up: "waiting",
  watch: "waiting_for_data",
  pause: "pausing",
  run: "pausing",
  busy: "running",
};

/**
 * The sign of life of a schedule.
 *
 * @param decision what it waits for; `undefined` while it works.
 * @param runs newest first.
 * @param next the next scheduled time.
 */
export function beat(
  decision: Decision | undefined,
  runs: readonly PastRun[],
  next: Date,
): Omit<Heartbeat, "time" | "pid"> {
  const ended = runs.find(({ due, state }) => due !== undefined && state !== "running");
  return {
    activity: decision ? ACTIVITIES[decision.kind] : "running",
    due: decision && "due" in decision ? decision.due.toISOString() : null,
    next: next.toISOString(),
    last_outcome: ended?.state ?? null,
    run_id: runs[0]?.runId ?? null,
  };
}
