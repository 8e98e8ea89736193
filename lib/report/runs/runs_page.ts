import type { Translator } from "../../language/messages.ts";
import { type PastForecast, pastForecasts } from "../../pipeline/history/past_forecasts.ts";
import { weekDates } from "../first_page/week_dates.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { page as htmlPage } from "../html/page.ts";
import { olderProblems, openRuns } from "./attention.ts";
import { lastDifference } from "./last_difference.ts";
import { missed, outcomeTable } from "./outcomes.ts";
import type { PageRuns } from "./page_runs.ts";
import { runGrid } from "./run_grid.ts";
import { minute, runLink } from "./run_link.ts";
import { runTrends } from "./run_trends.ts";
import { RUNS_STYLE } from "./runs_style.ts";

/**
 * The page of all runs of an outputs folder: what is in use, what needs attention, the grid of runs and
 * tasks, trends, forecasts against outcomes, and the newest run against the one before. It must be in
 * the outputs folder, because it links to reports in it.
 *
 * @param written when the page is made.
 */
export function renderRunsPage(
  page: PageRuns,
  translator: Translator,
  written: Date,
): string {
  const { t } = translator, { runs } = page, title = t("runs.title");
  const forecasts = pastForecasts(runs, page.realised);
  const main = [
    head(page, translator, written),
    verdict(page, forecasts, translator),
    openRuns(page, translator),
    ...runs.length === 0 ? [] : [
      `<h2 id="runs">${t("runs.grid")}</h2>`,
      runGrid(page, translator),
      olderProblems(page, translator),
      runTrends(page, forecasts, translator),
      outcomeTable(page, forecasts, translator),
      lastDifference(page, translator),
    ],
    `<footer>${t("runs.footer")}</footer>`,
  ];
  return htmlPage({
    title,
    main: main.filter(Boolean).join("\n"),
    extraStyle: RUNS_STYLE,
    language: translator.language,
  });
}

function head({ runs, latest }: PageRuns, { t, number }: Translator, written: Date): string {
  const facts = [
    [t("runs.head.runs"), number(runs.length)],
    [t("runs.head.latest"), latest ?? "–"],
    [t("runs.head.written"), `${minute(written.toISOString())} UTC`],
  ].map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value!)}</dd></div>`);
  return `<header class="title">\n<h1>${t("runs.title")}</h1>\n<dl class="facts-line">\n${
    facts.join("\n")
  }\n</dl>\n</header>`;
}

/** What is expected of the coming week, and how good past forecasts were. */
function verdict(
  page: PageRuns,
  forecasts: readonly PastForecast[],
  translator: Translator,
): string {
  const { t, number, percent } = translator;
  if (page.runs.length === 0) return `<p>${t("runs.none")}</p>`;
  const inUse = forecasts.find(({ runId }) => runId === page.latest);
  if (!inUse) return `<p class="verdict">${t("runs.verdict.none")}</p>`;
  const { week, runId, expected, low, high } = inUse;
  const interval = low === undefined || high === undefined
    ? ""
    : t("runs.volume.interval", { low: number(low), high: number(high) });
  const [before, after] = t("runs.verdict", {
    week: "\n",
    days: weekDates(week, translator.language),
    expected: number(expected),
    interval,
  }).split("\n");
  const known = forecasts.map(missed).filter((share) => share !== undefined);
  const past = known.length === 0 ? t("runs.outcomes.none") : t("runs.verdict.past", {
    count: known.length,
    miss: percent(known.reduce((sum, share) => sum + Math.abs(share), 0) / known.length, 1),
  });
  return `<p class="verdict">${escapeHtml(before!)}${runLink(runId, week, page)}${
    escapeHtml(`${after} ${past}`)
  }</p>`;
}
