import { UNREAD } from "../dag/runs/run_folder.ts";
import type { Language } from "../language/language.ts";
import { type Translator, translator } from "../language/messages.ts";
import { stateLabel, stateText } from "./state_label.ts";
import { bands } from "./first_page/bands.ts";
import { certainty } from "./first_page/certainty.ts";
import { changes } from "./first_page/changes.ts";
import type { IndexRun } from "./first_page/index_run.ts";
import { figureTiles, keyFigures } from "./first_page/key_figures.ts";
import { productTable } from "./first_page/product_table.ts";
import type { RunResults } from "./first_page/run_results.ts";
import { type MissingPages, technical } from "./first_page/technical.ts";
import { whatToDo } from "./first_page/what_to_do.ts";
import { verdict } from "./first_page/verdict.ts";
import { weekDates } from "./first_page/week_dates.ts";
import { escapeHtml } from "./html/escape_html.ts";
import { formatDuration } from "./html/format_duration.ts";
import { instant } from "./html/instant.ts";
import { INDEX_STYLE } from "./index_style.ts";
import { page } from "./html/page.ts";
import type { PageLink } from "./html/page_link.ts";
import { namedFor } from "../stages/calls/product_name.ts";

/** What the first page shows beside `run.json`. */
export interface IndexOptions extends Partial<MissingPages> {
  /** The files of the run. */
  results?: RunResults;
  /** Name of the call list's table in the folder of the page; by default that of the run. */
  visits?: string | undefined;
  /** Language of the page; error messages, and texts of older runs, stay in English. */
  language?: Language;
}

/**
 * The first page of a run's report, for whoever has one minute: what must be looked at, the week in
 * three sentences, what to do in each shop, products, how sure it is, what changed; then how the
 * run came about.
 *
 * The page must be in `report/` of the run folder, because it links to the run's files.
 *
 * @param run the contents of `run.json`; of a run whose process ended before it, the state is `killed`.
 * @param pages pages to link to, in order.
 */
export function renderIndex(
  run: IndexRun,
  pages: PageLink[],
  { results = {}, visits = "../visitas.csv", language = "en", missing = [], why = "unfinished" }:
    IndexOptions = {},
): string {
  const words = translator(language), { t } = words;
  const title = run.predicted_week === UNREAD
    ? t("page.unread")
    : t("page.title", { dates: weekDates(run.predicted_week, language) });
  const list = results.calls && namedFor(results.calls, words.language);
  const calls = list && whatToDo(list, words, { visits });
  const main = [
    bands(run, words),
    head(run, title, words),
    verdict(run.tasks, results, words),
    figureTiles(keyFigures(run.tasks, results, words)),
    calls?.html ?? "",
    results.expected ? productTable(results.expected, list, words) : "",
    certainty(run.tasks, results, words),
    results.drift ? changes(results.drift, words) : "",
    technical(run, pages, { missing, why }, words),
    `<footer>${escapeHtml(t("page.utc", { run: run.run_id }))}</footer>`,
  ];
  return page({
    title,
    main: main.filter(Boolean).join("\n"),
    extraStyle: INDEX_STYLE + (calls?.style ?? ""),
    scripts: calls?.scripts ?? [],
    links: pages,
    language,
  });
}

function head(run: IndexRun, title: string, words: Translator): string {
  const { t } = words;
  const durationMs = run.tasks.reduce((sum, { duration_ms }) => sum + (duration_ms ?? 0), 0);
  const facts: [string, string][] = [
    [t("page.week"), escapeHtml(run.predicted_week)],
    [t("page.state"), stateLabel(run.state, stateText(run.state, t))],
    [t("page.started"), escapeHtml(instant(run.started))],
    [t("page.took"), formatDuration(durationMs, words)],
    [t("page.run"), escapeHtml(run.run_id)],
  ];
  return `<header class="title">
<h1>${escapeHtml(title)}</h1>
<dl class="facts-line">
${facts.map(([name, html]) => `<div><dt>${escapeHtml(name)}</dt><dd>${html}</dd></div>`).join("\n")}
</dl>
</header>`;
}
