import { wordsOf } from "../../dag/said.ts";
import type { Translator } from "../../language/messages.ts";
import { factsOf } from "../../stages/task_facts.ts";
import { drawDag } from "../dag_drawing.ts";
import { stateLabel, stateText } from "../state_label.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { factsTable } from "../html/facts_table.ts";
import { formatDuration } from "../html/format_duration.ts";
import { instant } from "../html/instant.ts";
import { type PageLink, pageLink } from "../html/page_link.ts";
import type { IndexRun, IndexTask } from "./index_run.ts";
import { taskDetails } from "./task_details.ts";

/** Pages that were not made, and why. */
export interface MissingPages {
  missing: string[];
  why: "stopped" | "other_data" | "unfinished";
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
    drawDag(run.tasks, translator),
    drawDag(run.tasks, translator, { vertical: true }),
    warnings(run, translator),
    pageList(pages, { missing, why }, translator),
    heading("tasks", t("page.tasks")),
    taskTable(run, translator),
    fileList(run.tasks, translator),
    heading("conditions", t("page.conditions")),
    conditions(run, translator),
  ].filter((part) => part !== "").join("\n");
}

function warnings(run: IndexRun, translator: Translator): string {
  const { t } = translator, words = wordsOf(run, translator);
  const list = run.warnings.filter(({ rank }) => rank === undefined);
  if (list.length === 0) return "";
  const items = list.map(({ task, text }) =>
    `<li><strong>${escapeHtml(task)}</strong>: ${escapeHtml(words(text))}</li>`
  );
  return `<h2 id="warnings">${escapeHtml(t("page.warnings"))}</h2>\n<div class="warnings"><ul>${
    items.join("")
  }</ul></div>`;
}

function pageList(
  pages: PageLink[],
  { missing, why }: MissingPages,
  { t, language }: Translator,
): string {
  const cards = pages.map((page) => {
    const { title, summary } = page;
    const html = escapeHtml(title) + (summary ? `<small>${escapeHtml(summary)}</small>` : "");
    return `<li>${pageLink(page, language, { html })}</li>`;
  });
  const english = language === "en" ? "" : `<p class="lead">${escapeHtml(t("page.english"))}</p>\n`;
  const list = cards.length === 0 ? "" : `${english}<ul class="pages">\n${cards.join("\n")}\n</ul>`;
  const others = cards.length === 0 ? "" : `: ${escapeHtml(missing.join(" · "))}`;
  const note = missing.length === 0
    ? ""
    : `<p class="muted">${escapeHtml(t("page.noPages", { why }))}${others}</p>`;
  return list + note && `<h2 id="pages">${escapeHtml(t("page.steps"))}</h2>\n${list}\n${note}`;
}

function taskTable(run: IndexRun, translator: Translator): string {
  const { t } = translator, words = wordsOf(run, translator);
  const { test, val } = factsOf(run, "split_data");
  const weeks = {
    test_average_precision: test?.weeks ?? [],
    validation_average_precision: val?.weeks ?? [],
  };
  const rows = run.tasks.map((task) => {
    const { id, state, started, duration_ms } = task;
    // a model that stayed in use has the weeks among its own facts
    const ofMeasures = id === "train_model" ? weeks : {};
    return `<tr><th scope="row">${escapeHtml(id)}</th><td>${
      stateLabel(state, stateText(state, t))
    }</td>` +
      `<td class="nowrap">${started === null ? "–" : instant(started).slice(11)}</td>` +
      `<td class="number">${
        duration_ms === null ? "–" : formatDuration(duration_ms, translator)
      }</td>` +
      `<td>${escapeHtml(taskDetails(task, words, translator, ofMeasures))}</td></tr>`;
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

function fileList(tasks: IndexTask[], { t, number }: Translator): string {
  const files = tasks.flatMap(({ outputs = [] }) => outputs);
  if (files.length === 0) return "";
  const items = files.map(({ name, bytes }) =>
    `<li><a href="../${escapeHtml(encodeURI(name))}">${escapeHtml(name)}</a> ` +
    `<span class="muted">${fileSize(bytes, number)}</span></li>`
  );
  return `<h2 id="files">${escapeHtml(t("page.files"))}</h2>\n<ul class="files">\n${
    items.join("\n")
  }\n</ul>`;
}

function fileSize(bytes: number, number: Translator["number"]): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${number(bytes / 1e3)} kB` : `${number(bytes / 1e6, 1)} MB`;
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
