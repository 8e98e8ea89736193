import { escapeHtml } from "./html/escape_html.ts";

/** What is said of a run that did not end well, if no task says why. */
const ENDS: Record<string, string> = {
  failed: "This run failed.",
  stopped: "This run was stopped.",
  killed: "This run was killed, or its machine stopped.",
};

/** The parts of a run that say how it ended. */
interface EndedRun {
  state: string;
  tasks: { id: string; state: string; message?: string }[];
  inputs: Record<string, unknown>;
}

/**
 * How a run ended that did not end well, as HTML: which task failed with which message, what is
 * done, and how to go on. Empty for every other run.
 */
export function howItEnded({ state, tasks, inputs }: EndedRun): string {
  const failed = tasks.filter((task) => task.state === "failed").map(({ id, message = "" }) =>
    error(`<strong>${escapeHtml(id)} failed.</strong> ${escapeHtml(message)}`)
  );
  const ends = ENDS[state];
  if (ends === undefined) return failed.join("\n");
  const done = tasks.filter((task) => task.state === "success" || task.state === "skipped").length;
  const next = Object.keys(inputs).length === 0
    ? "Its data could not be read, so start a new run: <code>deno task pipeline</code>"
    : "Continue it with the same parameters: <code>deno task pipeline --resume</code>";
  return [
    ...failed.length > 0 ? failed : [error(`<strong>${ends}</strong>`)],
    `<p>${done} of ${tasks.length} tasks are done, and nothing was published. ${next}</p>`,
  ].join("\n");
}

function error(html: string): string {
  return `<div class="error"><p>${html}</p></div>`;
}
