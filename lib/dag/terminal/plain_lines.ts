import { visibleText } from "./visible_text.ts";
import { clock } from "../clock.ts";
import type { Reporter } from "../reporter.ts";
import type { TaskRecord } from "../runs/run_record.ts";

/**
 * Reports a run in lines such as `2024-11-25T09:00:00Z train_model  trial 3/30 AP .62`.
 *
 * @param everyMs least time between two progress lines of a task. The last text held back is
 * written when the task ends.
 */
export function plainLines({ write, everyMs = 5000, now = Date.now }: {
  write: (text: string) => void;
  everyMs?: number;
  now?: () => number;
}): Reporter {
  let reported = -Infinity;
  let heldBack = "";
  let width = 0;

  const line = (subject: string, text: string) => {
    const instant = new Date(now()).toISOString().slice(0, 19);
    // one event is one line, even if its text has several
    write(
      `${instant}Z ${subject.padEnd(width)}  ${visibleText(text).replaceAll(/\s*\n\s*/g, " | ")}\n`,
    );
  };
  const throttled = (subject: string, text: string) => {
    heldBack = text;
    if (now() - reported < everyMs) return;
    reported = now();
    line(subject, text);
    heldBack = "";
  };

  return (event) => {
    switch (event.kind) {
      case "run_started":
        width = Math.max(...event.run.tasks.map(({ id }) => id.length), event.run.dag.length);
        line(event.run.dag, `run ${event.run.run_id} in ${event.folder}`);
        break;
      case "task":
        if (heldBack) line(event.task.id, heldBack);
        heldBack = "";
        reported = -Infinity;
        line(event.task.id, event.kept ? `${event.task.state}, kept` : outcome(event.task));
        break;
      case "progress":
        throttled(event.task, `${Math.floor(event.fraction * 100)}% ${event.text}`.trimEnd());
        break;
      case "note":
        throttled(event.task, event.text);
        break;
      case "retry":
        line(event.task, event.text);
        break;
      case "warning":
        line(event.task, `${event.rank === undefined ? "warning" : "UNUSUAL"}: ${event.text}`);
        break;
      case "run_ended":
        line(event.run.dag, `run ${event.run.run_id} ${event.run.state}`);
    }
  };
}

function outcome({ state, duration_ms, reason, message }: TaskRecord): string {
  const after = duration_ms === null ? "" : ` after ${clock(duration_ms)}`;
  const why = message ?? reason;
  return state + after + (why ? `: ${why}` : "");
}
