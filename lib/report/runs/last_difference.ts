import { flagName } from "../../config/config.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import type { Translator } from "../../language/messages.ts";
import { changeText, figureText } from "../../pipeline/history/figure_text.ts";
import { outputsFlag } from "../../pipeline/history/run_command.ts";
import { type ReadableRun, runDifferences } from "../../pipeline/history/run_differences.ts";
import { escapeHtml } from "../html/escape_html.ts";
import type { PageRuns } from "./page_runs.ts";
import { runLink } from "./run_link.ts";
import { scrolled } from "./with_older.ts";

/** The newest forecast against the one before, as a table of what differs; empty for one alone. */
export function lastDifference(page: PageRuns, translator: Translator): string {
  const { t } = translator, [to, from] = page.runs.filter(hasForecast);
  if (!from || !to) return "";
  const found = runDifferences(from, to, page.runs);
  const figures = found.figures.map(({ name, from, to }) => [
    t(`runs.figure.${name}`),
    figureText(name, from, translator),
    figureText(name, to, translator),
    changeText(name, from, to, translator),
  ]);
  // a parameter by its flag: the one named week is not the week of the forecast
  const parameters = found.parameters
    .map(({ name, from, to }) => [flagName(name), shown(from), shown(to), ""]);
  const others = [
    ["inputs", found.inputs] as const,
    ["versions", found.versions] as const,
  ].filter(([, list]) => list.length > 0)
    .map(([kind, list]) =>
      t(`runs.differ.${kind}`, { names: list.map(({ name }) => name).join(", ") })
    );
  const rows = [...figures, ...parameters].map(([name, ...values]) =>
    `<tr><th scope="row">${escapeHtml(name!)}</th>${
      values.map((value) => `<td class="number">${escapeHtml(value)}</td>`).join("")
    }</tr>`
  );
  const head = `<th scope="col">${t("runs.differ.what")}</th>` +
    [from, to].map(({ run, runId }) =>
      `<th scope="col" class="number">${runLink(runId, run.predicted_week, page)}</th>`
    ).join("") + `<th scope="col" class="number">${t("runs.differ.change")}</th>`;
  const command = `deno task runs diff ${from.runId} ${to.runId}${outputsFlag(page.outputsDir)}`;
  return `<h2 id="differences">${t("runs.differ")}</h2>\n${
    scrolled(
      `<table class="differences"><thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n` +
        "</tbody></table>",
    )
  }\n${others.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}` +
    `<p class="muted">${t("runs.differ.more")}</p><pre tabindex="0"><code>${
      escapeHtml(command)
    }</code></pre>`;
}

function hasForecast(listed: ListedRun): listed is ReadableRun {
  return listed.run?.state === "success" || listed.run?.state === "held";
}

function shown(value: unknown): string {
  return value === null ? "–" : typeof value === "string" ? value : JSON.stringify(value);
}
