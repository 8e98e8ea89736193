import { wasPublished } from "../../dag/runs/run_record.ts";
import { wordsOf } from "../../dag/said.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import type { Translator } from "../../language/messages.ts";
import { runReason } from "../../pipeline/history/run_reason.ts";
import { runRemedy } from "../../pipeline/history/run_remedy.ts";
import { shownState } from "../../pipeline/history/shown_state.ts";
import { stateLabel, stateText } from "../state_label.ts";
import { escapeHtml } from "../html/escape_html.ts";
import type { PageRuns } from "./page_runs.ts";
import { minute, runLink, weekOfRun } from "./run_link.ts";
import { scrolled } from "./with_older.ts";

/** States that somebody must look at. */
const BAD = ["held", "failed", "stopped", "killed", "unreadable"];

/** Characters of a message. */
const LONGEST = 600;

/** Runs that did not end well, newest first. */
interface Attention {
  /** Those since the newest published forecast, and the run in use if it is damaged. */
  open: ListedRun[];
  older: ListedRun[];
}

function attentionOf({ runs, latest }: PageRuns): Attention {
  const bad = runs.filter((listed) =>
    BAD.includes(shownState(listed)) && listed.run?.promoted === undefined
  );
  const published = runs.findIndex(({ run }) => run && wasPublished(run));
  const newer = new Set(runs.slice(0, published < 0 ? undefined : published));
  const isOpen = (listed: ListedRun) => newer.has(listed) || listed.runId === latest;
  return { open: bad.filter(isOpen), older: bad.filter((listed) => !isOpen(listed)) };
}

/** What must be looked at now: each open run with its reason and what to do, and unusual data. */
export function openRuns(page: PageRuns, translator: Translator): string {
  const { t } = translator;
  const boxes = attentionOf(page).open.map((listed) => {
    const { runId, run } = listed;
    const week = weekOfRun(runId, run?.predicted_week);
    return `<div class="error"><p><strong>${runLink(runId, week, page)}</strong> ${
      stateLabel(shownState(listed), stateText(shownState(listed), t))
    } ${run ? `<small>${minute(run.started)} UTC</small>` : ""}</p>\n${
      reasons(listed, translator).map((text) => `<p>${escapeHtml(text)}</p>`).join("")
    }${remedy(listed, page, translator)}</div>`;
  });
  const inUse = page.runs.find(({ runId }) => runId === page.latest)?.run;
  const unusual = (inUse?.warnings ?? []).filter(({ rank }) => rank === "unusual");
  if (unusual.length > 0) {
    const words = wordsOf(inUse!, translator);
    const items = unusual.map(({ text }) => `<li>${escapeHtml(words(text))}</li>`).join("");
    const title = t("runs.unusual", { week: inUse!.predicted_week });
    boxes.push(
      `<div class="warnings"><p><strong>${escapeHtml(title)}</strong></p><ul>${items}</ul></div>`,
    );
  }
  if (page.latestProblem !== undefined) {
    boxes.push(`<div class="error"><p>${escapeHtml(page.latestProblem)}</p></div>`);
  }
  return boxes.length === 0
    ? ""
    : `<h2 id="attention">${t("runs.attention")}</h2>\n${boxes.join("\n")}`;
}

/** The runs before that did not end well, as a table behind a line to click on. */
export function olderProblems(page: PageRuns, translator: Translator): string {
  const { t } = translator, { older } = attentionOf(page);
  if (older.length === 0) return "";
  const rows = older.map((listed) => {
    const { runId, run } = listed;
    return `<tr><th scope="row">${runLink(runId, weekOfRun(runId, run?.predicted_week), page)}${
      run ? `<small>${minute(run.started)}</small>` : ""
    }</th><td>${stateLabel(shownState(listed), stateText(shownState(listed), t))}</td>` +
      `<td>${escapeHtml(runReason(listed, translator))}${
        remedy(listed, page, translator)
      }</td></tr>`;
  });
  const head = (["week", "state", "why"] as const)
    .map((name) => `<th scope="col">${t(`runs.grid.${name}`)}</th>`).join("");
  const table =
    `<table class="problems"><thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n` +
    "</tbody></table>";
  return `<details class="older"><summary>${
    t("runs.problems", { count: older.length })
  }</summary>\n${scrolled(table)}\n</details>`;
}

/** Every reason in full, but for messages of pages. */
function reasons(listed: ListedRun, translator: Translator): string[] {
  const { run, problem } = listed;
  const failed = (run?.tasks ?? []).filter(({ state }) => state === "failed")
    .map(({ id, message = "" }) => `${id}: ${message}`);
  const said = run?.held?.map(wordsOf(run, translator)) ??
    (problem === undefined ? failed : [problem]);
  const texts = said.length > 0 ? said : [runReason(listed, translator)];
  return texts.filter((text) => text !== "")
    .map((text) => text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 2)} …`);
}

function remedy(listed: ListedRun, page: PageRuns, translator: Translator): string {
  const found = runRemedy(listed, page, translator);
  if (!found) return "";
  const command = found.command === undefined
    ? ""
    : `<pre tabindex="0"><code>${escapeHtml(found.command)}</code></pre>`;
  return `<p class="remedy">${escapeHtml(found.text)}</p>${command}`;
}
