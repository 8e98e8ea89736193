import { UNREAD } from "../dag/runs/run_folder.ts";
import { drawDag, type DrawnTask, stateLabel } from "./dag_drawing.ts";
import { escapeHtml } from "./html/escape_html.ts";
import { factsTable } from "./html/facts_table.ts";
import { formatDuration } from "./html/format_duration.ts";
import { howItEnded } from "./how_it_ended.ts";
import { INDEX_STYLE } from "./index_style.ts";
import { keyFigures } from "./key_figures.ts";
import { page, type PageLink } from "./html/page.ts";

/** The fields of a task in `run.json` that are shown. */
export interface IndexTask extends DrawnTask {
  started: string | null;
  /** Why it was skipped, or did not run after a failure. */
  reason?: string;
  /** Error message of a failed task. */
  message?: string;
  facts?: Record<string, unknown>;
  /** Its output files, by their names in the run folder. */
  outputs?: { name: string; bytes: number }[];
}

/** The fields of `run.json` that are shown. */
export interface IndexRun {
  run_id: string;
  predicted_week: string;
  state: string;
  started: string;
  ended: string | null;
  tasks: IndexTask[];
  warnings: { task: string; text: string; rank?: "unusual" }[];
  /** The failed checks of a run that was not published. */
  held?: string[];
  /** Why a run was not published although no check failed. */
  unpublished?: string;
  /** When it was published by hand. */
  promoted?: string;
  parameters: Record<string, unknown>;
  inputs: Record<string, unknown>;
  versions: Record<string, unknown>;
  seed: number;
}

/**
 * The first page of a run's report: key figures, the DAG with states and durations, warnings, links
 * to the other pages, and the conditions of the run.
 *
 * The page must be in `report/` of the run folder, because it links to the run's files.
 *
 * @param run the contents of `run.json`; of a run whose process ended before it, the state is `killed`.
 * @param pages pages to link to, in order.
 * @param missing titles of the pages that were not made, and `why`.
 */
export function renderIndex(
  run: IndexRun,
  pages: PageLink[],
  { missing = [], why = "" }: { missing?: string[]; why?: string } = {},
): string {
  const title = run.predicted_week === UNREAD
    ? "A run that could not read its data"
    : `Purchases of week ${run.predicted_week}`;
  const main = [
    head(run, title),
    howItEnded(run),
    withheld(run),
    unusual(run.warnings),
    figures(run.tasks),
    `<h2 id="pipeline">Pipeline</h2>`,
    drawDag(run.tasks),
    drawDag(run.tasks, { vertical: true }),
    warnings(run.warnings.filter(({ rank }) => rank === undefined)),
    pageList(pages, missing, why),
    `<h2 id="tasks">Tasks</h2>`,
    taskTable(run.tasks),
    fileList(run.tasks),
    `<h2 id="conditions">Conditions of the run</h2>`,
    conditions(run),
    `<footer>Run ${escapeHtml(run.run_id)}. All times are UTC.</footer>`,
  ];
  return page({
    title,
    main: main.filter(Boolean).join("\n"),
    extraStyle: INDEX_STYLE,
    links: pages,
  });
}

function head(run: IndexRun, title: string): string {
  const durationMs = run.tasks.reduce((sum, { duration_ms }) => sum + (duration_ms ?? 0), 0);
  return `<header class="title">
<h1>${escapeHtml(title)}</h1>
<dl class="facts-line">
<div><dt>State</dt><dd>${stateLabel(run.state)}</dd></div>
<div><dt>Started</dt><dd>${instant(run.started)}</dd></div>
<div><dt>Took</dt><dd>${formatDuration(durationMs)}</dd></div>
<div><dt>Run</dt><dd>${escapeHtml(run.run_id)}</dd></div>
</dl>
</header>`;
}

/** Why the forecast was not published, and how to publish it. */
function withheld({ run_id, held, unpublished, promoted }: IndexRun): string {
  const reasons = held ?? (unpublished === undefined ? [] : [unpublished]);
  if (reasons.length === 0) return "";
  const next = promoted === undefined
    ? `Publish it with: <code>deno task runs promote ${escapeHtml(run_id)}</code>`
    : `It was published by hand at ${instant(promoted)}.`;
  return `<div class="error"><p><strong>This forecast ${
    held ? "is held" : "was not published"
  }.</strong></p><ul>${items(reasons)}</ul><p>${next}</p></div>`;
}

function unusual(list: IndexRun["warnings"]): string {
  const texts = list.filter(({ rank }) => rank === "unusual").map(({ text }) => text);
  if (texts.length === 0) return "";
  return `<div class="error"><p><strong>Unusual.</strong></p><ul>${items(texts)}</ul></div>`;
}

function items(texts: string[]): string {
  return texts.map((text) => `<li>${escapeHtml(text)}</li>`).join("");
}

function figures(tasks: IndexTask[]): string {
  const items = keyFigures(tasks).map(({ name, value, note }) =>
    `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}${
      note ? `<small>${escapeHtml(note)}</small>` : ""
    }</dd></div>`
  );
  return items.length === 0 ? "" : `<dl class="figures">\n${items.join("\n")}\n</dl>`;
}

function warnings(list: IndexRun["warnings"]): string {
  if (list.length === 0) return "";
  const items = list.map(({ task, text }) =>
    `<li><strong>${escapeHtml(task)}</strong>: ${escapeHtml(text)}</li>`
  );
  return `<h2 id="warnings">Warnings</h2>\n<div class="warnings"><ul>${items.join("")}</ul></div>`;
}

function pageList(pages: PageLink[], missing: string[], why: string): string {
  const cards = pages.map(({ href, title, summary }) =>
    `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}${
      summary ? `<small>${escapeHtml(summary)}</small>` : ""
    }</a></li>`
  );
  const list = cards.length === 0 ? "" : `<ul class="pages">\n${cards.join("\n")}\n</ul>`;
  const others = cards.length === 0 ? "" : `: ${escapeHtml(missing.join(" · "))}`;
  const note = missing.length === 0
    ? ""
    : `<p class="muted">No page was made, because ${escapeHtml(why)}${others}</p>`;
  return list + note && `<h2 id="pages">Step by step</h2>\n${list}\n${note}`;
}

function taskTable(tasks: IndexTask[]): string {
  const rows = tasks.map(({ id, state, started, duration_ms, reason, facts = {} }) => {
    const details = Object.entries(facts).map(([name, value]) => `${spaced(name)} ${fact(value)}`);
    return `<tr><th scope="row">${escapeHtml(id)}</th><td>${stateLabel(state)}</td>` +
      `<td class="nowrap">${started === null ? "–" : instant(started).slice(11)}</td>` +
      `<td class="number">${duration_ms === null ? "–" : formatDuration(duration_ms)}</td>` +
      `<td>${escapeHtml([...reason ? [reason] : [], ...details].join(" · "))}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0"><table class="tasks"><thead><tr><th>Task</th><th>State</th>` +
    `<th>Started</th><th class="number">Took</th><th>Details</th></tr></thead><tbody>${
      rows.join("")
    }</tbody></table></div>`;
}

function fileList(tasks: IndexTask[]): string {
  const files = tasks.flatMap(({ outputs = [] }) => outputs);
  if (files.length === 0) return "";
  const items = files.map(({ name, bytes }) =>
    `<li><a href="../${escapeHtml(encodeURI(name))}">${escapeHtml(name)}</a> ` +
    `<span class="muted">${fileSize(bytes)}</span></li>`
  );
  return `<h2 id="files">Files</h2>\n<ul class="files">\n${items.join("\n")}\n</ul>`;
}

function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function conditions({ parameters, inputs, versions, seed }: IndexRun): string {
  const parts = { Parameters: { ...parameters, seed }, "Input files": inputs, Versions: versions };
  return Object.entries(parts).filter(([, facts]) => Object.keys(facts).length > 0)
    .map(([title, facts]) => `<details><summary>${title}</summary>${factsTable(facts)}</details>`)
    .join("\n");
}

/** Formats a fact: thousands separators, four significant digits, a long list by its ends. */
function fact(value: unknown): string {
  if (typeof value === "number") {
    if (Number.isInteger(value)) return value.toLocaleString("en-US");
    return Math.abs(value) < 1e-4
      ? value.toExponential(1)
      : value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return "none";
    return value.length <= 3
      ? value.map(fact).join(", ")
      : `${fact(value[0])} … ${fact(value.at(-1))} (${value.length})`;
  }
  if (!isRecord(value)) return String(value);
  // zero counts and nested values are only in run.json
  return Object.entries(value).filter(([, part]) => part !== 0 && !isRecord(part))
    .map(([name, part]) => `${spaced(name)} ${fact(part)}`).join(", ");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function spaced(name: string): string {
  return name.replaceAll("_", " ");
}

/** Formats an ISO time as `2024-11-25 09:00:03`. */
function instant(iso: string): string {
  return escapeHtml(iso.slice(0, 19).replace("T", " "));
}
