import type { ListedRun } from "../../dag/runs/runs.ts";
import type { Translator } from "../../language/messages.ts";
import { modelPrecision } from "../../pipeline/history/model_precision.ts";
import { runFacts } from "../../pipeline/history/run_facts.ts";
import { runReason } from "../../pipeline/history/run_reason.ts";
import { shownState } from "../../pipeline/history/shown_state.ts";
import { stateColors, stateLabel, stateText } from "../state_label.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { formatDuration } from "../html/format_duration.ts";
import type { PageRuns } from "./page_runs.ts";
import { minute, runLink, weekOfRun } from "./run_link.ts";
import { withOlder } from "./with_older.ts";

/** Weeks and runs that are shown at once. */
const SHOWN = { weeks: 16, runs: 40 };

/** A sign for each state, for eyes that do not tell the colours apart. */
const SIGNS: Record<string, string> = {
  success: "✓",
  failed: "✕",
  killed: "✕",
  stopped: "■",
  running: "…",
  skipped: "–",
  upstream_failed: "↑",
  scheduled: "·",
};

/** The runs as a grid, newest first: a row a run, a square a task in the colour of its state. */
export function runGrid(page: PageRuns, translator: Translator): string {
  const { t } = translator, { runs } = page, ids = taskIds(runs);
  const weeks = [...new Set(runs.map(({ run }) => run?.predicted_week))];
  const first = new Set(weeks.slice(0, SHOWN.weeks));
  const ofFirst = runs.findIndex(({ run }) => !first.has(run?.predicted_week));
  const shown = Math.min(SHOWN.runs, ofFirst < 0 ? runs.length : ofFirst);
  const head = [
    `<th scope="col">${t("runs.grid.week")}</th><th scope="col">${t("runs.grid.state")}</th>`,
    ...ids.map((id) => `<th scope="col" class="task"><span>${escapeHtml(id)}</span></th>`),
    ...(["precision", "expected", "why"] as const)
      .map((name) => `<th scope="col">${t(`runs.grid.${name}`)}</th>`),
  ].join("");
  const table = (rows: readonly string[]) =>
    `<table class="grid" style="--tasks:${ids.length}"><caption class="unseen">${
      t("runs.grid.caption")
    }</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>`;
  const rows = runs.map((listed) => row(listed, ids, page, translator));
  return withOlder(rows, shown, table, (count) => t("runs.older", { count })) +
    legend(runs, ids, t);
}

function row(
  listed: ListedRun,
  ids: readonly string[],
  page: PageRuns,
  translator: Translator,
): string {
  const { runId, run } = listed, { t, number } = translator, state = shownState(listed);
  const week = weekOfRun(runId, run?.predicted_week);
  const inUse = runId === page.latest ? ` <span class="use">${t("runs.in_use")}</span>` : "";
  const started = run ? `<small>${minute(run.started)}</small>` : "";
  const tasks = ids.map((id) => {
    const task = run?.tasks.find((task) => task.id === id);
    if (!task) return "<td></td>";
    return square(id, task.state === "running" ? state : task.state, task.duration_ms, translator);
  });
  const precision = modelPrecision(runId, page.runs);
  const expected = run && runFacts(run).predict.expected_purchases;
  const measured = precision === undefined
    ? ""
    : number(precision.averagePrecision, 3) + small(precision.weeks.join(", "));
  const cells = [
    named(t("runs.grid.precision"), measured),
    named(t("runs.grid.expected"), expected === undefined ? "" : number(expected)),
    `<td class="why">${escapeHtml(runReason(listed, translator))}</td>`,
  ];
  return `<tr><th scope="row">${runLink(runId, week, page)}${inUse}${started}</th>` +
    `<td>${stateLabel(state, stateText(state, t))}</td>${tasks.join("")}${cells.join("")}</tr>`;
}

/** The tasks of the newest run that can be read, in the order of the DAG. */
function taskIds(runs: readonly ListedRun[]): string[] {
  return runs.find(({ run }) => run !== undefined && run.tasks.length > 0)?.run?.tasks
    .map(({ id }) => id) ?? [];
}

function square(
  id: string,
  state: string,
  durationMs: number | null | undefined,
  words: Translator,
): string {
  const { fill, ink } = stateColors(state);
  const took = durationMs == null ? [] : [formatDuration(durationMs, words)];
  const said = escapeHtml([stateText(state, words.t), ...took].join(", "));
  return `<td class="task"><span role="img" style="background:${fill};color:${ink}" ` +
    `title="${escapeHtml(id)}: ${said}" aria-label="${said}">${SIGNS[state] ?? ""}</span></td>`;
}

/** A number with its name, which is shown where the table has no head. */
function named(name: string, html: string): string {
  return html === "" ? "<td></td>" : `<td class="number" data-name="${name}">${html}</td>`;
}

function small(text: string): string {
  return text === "" ? "" : `<small>${escapeHtml(text)}</small>`;
}

/** The states that occur, in their colours; on a phone also the tasks, as the squares have no head. */
function legend(
  runs: readonly ListedRun[],
  ids: readonly string[],
  t: Translator["t"],
): string {
  const found = new Set(runs.flatMap((listed) => [
    ...(listed.run?.tasks ?? []).map(({ state }) =>
      state === "running" ? shownState(listed) : state
    ),
  ]));
  const states = [...found].map((state) => {
    const { fill, ink } = stateColors(state);
    return `<span class="key"><span aria-hidden="true" style="background:${fill};color:${ink}">${
      SIGNS[state] ?? ""
    }</span> ${escapeHtml(stateText(state, t))}</span>`;
  });
  return `\n<p class="legend">${states.join(" ")}</p>` +
    `<p class="legend narrow">${t("runs.grid.squares", { tasks: escapeHtml(ids.join(", ")) })}</p>`;
}
