import { clock } from "../clock.ts";
import type { Reporter } from "../reporter.ts";
import { type Activity, runLines } from "./run_lines.ts";
import type { RunRecord } from "../runs/run_record.ts";
import { styledLine } from "./styled_line.ts";

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
/** Terminals that support it show the whole frame at once, without flicker; others ignore it. */
const BEGIN_FRAME = "\x1b[?2026h";
const END_FRAME = "\x1b[?2026l";
const FRAME_MS = 100;

/**
 * Shows a run as a view that is redrawn in place: one line per task, then the warnings. It is drawn
 * ten times a second, and on events while a busy task blocks the timer.
 */
export function liveView({ write, size, color, now = Date.now }: {
  write: (text: string) => void;
  size: () => { columns: number; rows: number };
  color: boolean;
  now?: () => number;
}): Reporter {
  const activities = new Map<string, Activity>();
  let run: RunRecord | undefined;
  let begun = 0;
  let height = 0;
  let drawn = -Infinity;
  let timer: ReturnType<typeof setInterval> | undefined;

  function draw({ final = false } = {}) {
    if (!run) return;
    drawn = now();
    // the last column stays free: a full line would erase its own end
    const { columns, rows } = size();
    const lines = runLines(run, activities, { now: drawn, elapsed: clock(drawn - begun) })
      .map((spans) => styledLine(spans, { columns: columns - 1, color }));
    // a view taller than the terminal cannot be redrawn: show only its end until it is final
    const visible = final ? lines : lines.slice(-Math.max(1, rows - 1));
    const up = height > 0 ? `\x1b[${height}A` : "";
    height = visible.length;
    write(
      BEGIN_FRAME + up + visible.map((line) => `\r${line}\x1b[K\n`).join("") + "\x1b[J" + END_FRAME,
    );
  }

  const activity = (task: string) => {
    if (!activities.has(task)) activities.set(task, { fraction: undefined, text: "", kept: false });
    return activities.get(task)!;
  };

  return (event) => {
    switch (event.kind) {
      case "run_started":
        run = event.run;
        begun = now();
        timer = setInterval(draw, FRAME_MS);
        write(HIDE_CURSOR);
        break;
      case "task":
        activities.set(event.task.id, {
          // the last text stays visible after the task ends
          text: event.task.state === "running" ? "" : activity(event.task.id).text,
          fraction: undefined,
          kept: event.kept,
        });
        break;
      case "progress":
        Object.assign(activity(event.task), { fraction: event.fraction, text: event.text });
        break;
      case "note":
      case "retry":
        activity(event.task).text = event.text;
        break;
      case "run_ended":
        if (!run) return;
        clearInterval(timer);
        draw({ final: true });
        write(SHOW_CURSOR);
        return;
    }
    if (now() - drawn >= FRAME_MS) draw();
  };
}
