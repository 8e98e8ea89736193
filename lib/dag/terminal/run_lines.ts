import { clock } from "../clock.ts";
import type { RunRecord, RunWarning, TaskRecord } from "../runs/run_record.ts";
import type { Span } from "./styled_line.ts";
import type { TaskState } from "../task.ts";

/** The last report of a task. */
export interface Activity {
  /** How much is done, 0 to 1; `undefined` if the task did not report it. */
  fraction: number | undefined;
  text: string;
  /** Whether a resumed run kept its result. */
  kept: boolean;
}

/** Airflow's colours of the states, as the nearest of the 256 terminal colours. */
const LOOKS: Record<TaskState, { glyph: string; style: string }> = {
  scheduled: { glyph: "○", style: "38;5;180" },
  running: { glyph: "●", style: "38;5;46" },
  success: { glyph: "✔", style: "38;5;34" },
  failed: { glyph: "✘", style: "38;5;196" },
  skipped: { glyph: "⊘", style: "38;5;205" },
  upstream_failed: { glyph: "▲", style: "38;5;214" },
};
const SPINNER = [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"];
const DIM = "2";
const BOLD = "1";
const YELLOW = "33";
const RED = "1;31";
const BAR = 24;

/**
 * The lines of a run: its name and time, what is unusual, one line per task, one line per warning.
 *
 * @param now milliseconds since 1970.
 * @param elapsed time since the run started, as text.
 */
export function runLines(
  run: RunRecord,
  activities: ReadonlyMap<string, Activity>,
  { now, elapsed }: { now: number; elapsed: string },
): Span[][] {
  const width = Math.max(...run.tasks.map(({ id }) => id.length));
  return [
    [{ text: `${run.dag} `, style: BOLD }, { text: `${run.run_id}  ${elapsed}`, style: DIM }],
    ...warningLines(run.warnings.filter(({ rank }) => rank !== undefined), width, RED),
    ...run.tasks.map((task) => taskLine(task, activities.get(task.id), width, now)),
    ...warningLines(run.warnings.filter(({ rank }) => rank === undefined), width, YELLOW),
  ];
}

function warningLines(warnings: RunWarning[], width: number, style: string): Span[][] {
  return warnings.map(({ task, text }) => [
    { text: `! ${task.padEnd(width)} `, style },
    { text: firstLine(text) },
  ]);
}

function taskLine(
  task: TaskRecord,
  activity: Activity | undefined,
  width: number,
  now: number,
): Span[] {
  const { glyph, style } = LOOKS[task.state];
  const running = task.state === "running";
  const sign = running ? SPINNER[Math.floor(now / 100) % SPINNER.length]! : glyph;
  const quiet = task.started === null ? DIM : "";
  const spans: Span[] = [
    { text: `${sign} `, style },
    { text: task.id.padEnd(width), style: running ? BOLD : quiet },
    { text: ` ${time(task, now).padStart(7)}  `, style: DIM },
  ];
  if (running && activity?.fraction !== undefined) spans.push(...bar(activity.fraction, style));
  const left = running ? remaining(task, activity?.fraction, now) : "";
  const text = task.message ?? task.reason ?? activity?.text ?? "";
  spans.push({ text: firstLine(text) }, { text: left, style: DIM });
  if (activity?.kept && task.state === "success") spans.push({ text: " (kept)", style: DIM });
  return spans;
}

function time({ state, started, duration_ms }: TaskRecord, now: number): string {
  if (state === "running") return clock(now - Date.parse(started!));
  return duration_ms === null ? "" : clock(duration_ms);
}

function bar(fraction: number, style: string): Span[] {
  const done = Math.max(0, Math.min(1, fraction));
  const full = Math.floor(done * BAR);
  return [
    { text: "━".repeat(full), style },
    { text: "─".repeat(BAR - full), style: DIM },
    { text: `${Math.floor(done * 100)}`.padStart(4) + "%  " },
  ];
}

/** The time left, extrapolated from the time so far; shown once 5 % is done. */
function remaining({ started }: TaskRecord, fraction: number | undefined, now: number): string {
  if (fraction === undefined || fraction < .05 || fraction >= 1) return "";
  const elapsed = now - Date.parse(started!);
  return `  ${clock(elapsed / fraction - elapsed)} left`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}
