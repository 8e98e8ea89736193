import { join } from "node:path";
import { replaceFile } from "./runs/publish.ts";

/** What a schedule does. */
export type Activity =
  /** Nothing is due. */
  | "waiting"
  /** A run is due; its data have not arrived. */
  | "waiting_for_data"
  /** A run is in progress. */
  | "running"
  /** A run failed; the next attempt comes later. */
  | "pausing";

/** A sign of life of the schedule. Times are ISO 8601 in UTC. */
export interface Heartbeat {
  /** When it was written. */
  time: string;
  /** The process. */
  pid: number;
  activity: Activity;
  /** The scheduled time that is being worked on; `null` if nothing is due. */
  due: string | null;
  /** The next scheduled time. */
  next: string | null;
  /** How the newest run of this schedule ended, such as `success`; `null` before the first. */
  last_outcome: string | null;
  /** The run in progress, or else the newest one. */
  run_id: string | null;
}

const FILE = "heartbeat.json";

/**
 * Writes `outputs/heartbeat.json` in one step.
 *
 * @returns why it was not written: a full disk does not end a schedule.
 */
export function writeHeartbeat(
  outputsDir: string,
  beat: Omit<Heartbeat, "time" | "pid">,
  now: Date = new Date(),
): string | undefined {
  const heartbeat: Heartbeat = { time: now.toISOString(), pid: Deno.pid, ...beat };
  try {
    Deno.mkdirSync(outputsDir, { recursive: true });
    replaceFile(join(outputsDir, FILE), JSON.stringify(heartbeat) + "\n");
    return undefined;
  } catch (error) {
    return `the heartbeat is not written: ${(error as Error).message}`;
  }
}

/** The heartbeat of an outputs folder; `undefined` if there is none, or none that can be read. */
export function readHeartbeat(outputsDir: string): Heartbeat | undefined {
  try {
    const beat = JSON.parse(Deno.readTextFileSync(join(outputsDir, FILE)));
    return Number.isNaN(Date.parse(beat?.time)) ? undefined : beat;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
