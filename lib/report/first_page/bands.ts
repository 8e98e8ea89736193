import { wordsOf } from "../../dag/said.ts";
import type { Translator } from "../../language/messages.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { instant } from "../html/instant.ts";

/** The parts of a run that say whether something must be done before it is used. */
export interface BandRun {
  run_id: string;
  state: string;
  tasks: { id: string; state: string; message?: string }[];
  inputs: Record<string, unknown>;
  warnings: { text: string; rank?: "unusual" }[];
  held?: string[];
  unpublished?: string;
  promoted?: string;
  messages?: Record<string, unknown>;
}

/** What must be looked at before anything else, in red or amber; empty for an ordinary run. */
export function bands(run: BandRun, translator: Translator): string {
  return [howItEnded(run, translator), withheld(run, translator), unusual(run, translator)]
    .filter((band) => band !== "").join("\n");
}

/** Of a run that did not end well: which task failed with which message, and how to go on. */
function howItEnded({ state, tasks, inputs }: BandRun, { t }: Translator): string {
  const failed = tasks.filter((task) => task.state === "failed").map(({ id, message = "" }) =>
    error(
      `<strong>${escapeHtml(t("page.failedTask", { task: id }))}</strong> ${escapeHtml(message)}`,
    )
  );
  if (state !== "failed" && state !== "stopped" && state !== "killed") return failed.join("\n");
  const done = tasks.filter((task) => task.state === "success" || task.state === "skipped").length;
  const [next, command] = Object.keys(inputs).length === 0
    ? [t("page.end.unread"), "deno task pipeline"]
    : [t("page.end.resume"), "deno task pipeline --resume"];
  return [
    ...failed.length > 0
      ? failed
      : [error(`<strong>${escapeHtml(t(`page.end.${state}`))}</strong>`)],
    `<p>${escapeHtml(t("page.end.done", { done, tasks: tasks.length }))} ${
      escapeHtml(next)
    } <code>${command}</code></p>`,
  ].join("\n");
}

/** Why the forecast was not published, and how to publish it. */
function withheld(run: BandRun, translator: Translator): string {
  const { run_id, held, unpublished, promoted } = run, { t } = translator;
  const reasons = held ?? (unpublished === undefined ? [] : [unpublished]);
  if (reasons.length === 0) return "";
  const next = promoted === undefined
    ? `${escapeHtml(t("page.publish"))} <code>deno task runs promote ${escapeHtml(run_id)}</code>`
    : escapeHtml(t("page.promoted", { time: instant(promoted) }));
  return `<div class="error"><p><strong>${
    escapeHtml(t(held ? "page.held" : "page.unpublished"))
  }</strong></p><ul>${items(reasons.map(wordsOf(run, translator)))}</ul><p>${next}</p></div>`;
}

function unusual(run: BandRun, translator: Translator): string {
  const { t } = translator, words = wordsOf(run, translator);
  const texts = run.warnings.filter(({ rank }) => rank === "unusual")
    .map(({ text }) => words(text));
  if (texts.length === 0) return "";
  return `<div class="warnings"><p><strong>${escapeHtml(t("page.unusual"))}</strong></p><ul>${
    items(texts)
  }</ul></div>`;
}

function items(texts: string[]): string {
  return texts.map((text) => `<li>${escapeHtml(text)}</li>`).join("");
}

function error(html: string): string {
  return `<div class="error"><p>${html}</p></div>`;
}
