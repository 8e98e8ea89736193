import type { Translator } from "../../language/messages.ts";
import { drawDag } from "../dag_drawing.ts";
import { stateLabel, stateText } from "../state_label.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { factsTable } from "../html/facts_table.ts";
import { formatDuration } from "../html/format_duration.ts";
import { instant } from "../html/instant.ts";
import type { PageLink } from "../html/page.ts";
import type { IndexRun, IndexTask } from "./index_run.ts";

/** Pages that were not made, and why. */
export interface MissingPages {
  missing: string[];
  why: string;
}

/** How the run came about: the DAG, warnings, pages of the steps, tasks, files, conditions. */
export function technical(
  run: IndexRun,
  pages: PageLink[],
  { missing, why }: MissingPages,
  translator: Translator,
): string {
  const { t } = translator,
    heading = (id: string, text: string) => `<h2 id="${id}">${escapeHtml(text)}</h2>`;
  return [
    heading("pipeline", t("page.pipeline")),
    drawDag(run.tasks, t),
    drawDag(run.tasks, t, { vertical: true }),
    warnings(run.warnings.filter(({ rank }) => rank === undefined), translator),
    pageList(pages, { missing, why }, translator),
    heading("tasks", t("page.tasks")),
    taskTable(run.tasks, translator),
    fileList(run.tasks, translator),
    heading("conditions", t("page.conditions")),
    conditions(run, translator),
  ].filter((part) => part !== "").join("\n");
}

function warnings(list: IndexRun["warnings"], { t }: Translator): string {
  if (list.length === 0) return "";
  const items = list.map(({ task, text }) =>
    `<li><strong>${escapeHtml(task)}</strong>: ${escapeHtml(text)}</li>`
  );
  return `<h2 id="warnings">${escapeHtml(t("page.warnings"))}</h2>\n<div class="warnings"><ul>${
    items.join("")
  }</ul></div>`;
}

function pageList(
  pages: PageLink[],
  { missing, why }: MissingPages,
  { t }: Translator,
): string {
  const cards = pages.map(({ href, title, summary }) =>
    `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}${
      summary ? `<small>${escapeHtml(summary)}</small>` : ""
    }</a></li>`
  );
  const list = cards.length === 0 ? "" : `<ul class="pages">\n${cards.join("\n")}\n</ul>`;
  const others = cards.length === 0 ? "" : `: ${escapeHtml(missing.join(" · "))}`;
  const note = missing.length === 0
    ? ""
    : `<p class="muted">${escapeHtml(t("page.noPages", { why }))}${others}</p>`;
  return list + note && `<h2 id="pages">${escapeHtml(t("page.steps"))}</h2>\n${list}\n${note}`;
}

function taskTable(tasks: IndexTask[], { t }: Translator): string {
  const rows = tasks.map(({ id, state, started, duration_ms, reason, facts = {} }) => {
    const details = Object.entries(facts).map(([name, value]) => `${spaced(name)} ${fact(value)}`);
    return `<tr><th scope="row">${escapeHtml(id)}</th><td>${
      stateLabel(state, stateText(state, t))
    }</td>` +
      `<td class="nowrap">${started === null ? "–" : instant(started).slice(11)}</td>` +
      `<td class="number">${duration_ms === null ? "–" : formatDuration(duration_ms)}</td>` +
      `<td>${escapeHtml([...reason ? [reason] : [], ...details].join(" · "))}</td></tr>`;
  });
  const heads = (["task", "state", "started", "took", "details"] as const).map((name) =>
    `<th scope="col"${name === "took" ? ' class="number"' : ""}>${
      escapeHtml(t(`page.${name}`))
    }</th>`
  );
  return `<div class="scroll" tabindex="0"><table class="tasks"><thead><tr>${
    heads.join("")
  }</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function fileList(tasks: IndexTask[], { t }: Translator): string {
  const files = tasks.flatMap(({ outputs = [] }) => outputs);
  if (files.length === 0) return "";
  const items = files.map(({ name, bytes }) =>
    `<li><a href="../${escapeHtml(encodeURI(name))}">${escapeHtml(name)}</a> ` +
    `<span class="muted">${fileSize(bytes)}</span></li>`
  );
  return `<h2 id="files">${escapeHtml(t("page.files"))}</h2>\n<ul class="files">\n${
    items.join("\n")
  }\n</ul>`;
}

function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function conditions(
  { parameters, inputs, versions, seed }: IndexRun,
  { t }: Translator,
): string {
  const parts = {
    [t("page.parameters")]: { ...parameters, seed },
    [t("page.inputs")]: inputs,
    [t("page.versions")]: versions,
  };
  return Object.entries(parts).filter(([, facts]) => Object.keys(facts).length > 0)
    .map(([title, facts]) =>
      `<details><summary>${escapeHtml(title)}</summary>${factsTable(facts)}</details>`
    )
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
