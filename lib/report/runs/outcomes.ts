import type { Translator } from "../../language/messages.ts";
import type { PastForecast } from "../../pipeline/history/past_forecasts.ts";
import type { PageRuns } from "./page_runs.ts";
import { runLink } from "./run_link.ts";
import { scrolled, withOlder } from "./with_older.ts";

/** Weeks that are shown at once. */
const SHOWN = 12;

const COLUMNS = [
  ...["week", "expected", "interval", "bought", "missed", "listed", "precision"] as const,
];

/** How far the purchases of a week were from its forecast, as a share of it, if that is known. */
export function missed({ bought, expected }: PastForecast): number | undefined {
  return bought === undefined || expected <= 0 ? undefined : bought / expected - 1;
}

/** Forecast against outcome, newest week first; a sentence where no outcome is known yet. */
export function outcomeTable(
  page: PageRuns,
  forecasts: readonly PastForecast[],
  translator: Translator,
): string {
  const { t } = translator;
  const title = `<h2 id="outcomes">${t("runs.outcomes")}</h2>`;
  const known = forecasts.filter(({ bought }) => bought !== undefined).toReversed();
  if (known.length === 0) return `${title}\n<p>${t("runs.outcomes.none")}</p>`;
  // reports of earlier versions do not say how precise a forecast was
  const hasPrecision = known.some(({ averagePrecision }) => averagePrecision !== undefined);
  const head = COLUMNS.slice(0, hasPrecision ? undefined : -1)
    .map((name) => `<th scope="col">${t(`runs.outcomes.${name}`)}</th>`).join("");
  const table = (rows: readonly string[]) =>
    scrolled(
      `<table class="outcomes"><thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n` +
        "</tbody></table>",
    );
  const rows = known.map((forecast) => row(forecast, hasPrecision, page, translator));
  return `${title}\n<p>${t("runs.outcomes.note")}</p>\n` +
    withOlder(rows, SHOWN, table, (count) => t("runs.outcomes.older", { count }));
}

function row(
  forecast: PastForecast,
  hasPrecision: boolean,
  page: PageRuns,
  { t, number, percent }: Translator,
): string {
  const { week, runId, published, expected, low, high, bought, listed, listedBought } = forecast;
  const share = missed(forecast);
  const place = low === undefined || high === undefined ? "" : t(
    bought! < low
      ? "runs.outcomes.below"
      : bought! > high
      ? "runs.outcomes.above"
      : "runs.outcomes.within",
  );
  const cells = [
    number(expected),
    low === undefined || high === undefined ? "–" : `${number(low)} – ${number(high)}`,
    number(bought!),
    share === undefined
      ? "–"
      : `${share < 0 ? "−" : "+"}${percent(Math.abs(share), 1)}${
        place && `<small>${place}</small>`
      }`,
    listed === undefined
      ? "–"
      : number(listed) + (listedBought === undefined
        ? ""
        : `<small>${
          t("runs.outcomes.hit", { share: percent(listedBought / Math.max(1, listed)) })
        }</small>`),
    ...hasPrecision
      ? [forecast.averagePrecision === undefined ? "–" : number(forecast.averagePrecision, 3)]
      : [],
  ];
  const note = published ? "" : `<small>${t("runs.outcomes.unpublished")}</small>`;
  return `<tr><th scope="row">${runLink(runId, week, page)}${note}</th>${
    cells.map((cell) => `<td class="number">${cell}</td>`).join("")
  }</tr>`;
}
