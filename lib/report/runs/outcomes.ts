import type { Translator } from "../../language/messages.ts";
import type { PastForecast } from "../../pipeline/history/past_forecasts.ts";
import type { PageRuns } from "./page_runs.ts";
import { runLink } from "./run_link.ts";
import { scrolled, withOlder } from "./with_older.ts";

/** Weeks that are shown at once. */
const SHOWN = 12;

const COLUMNS = [
  ...["week", "expected", "interval", "bought", "missed"] as const,
  ...["units", "listed", "precision"] as const,
];

/** Cells as HTML by column. */
type Cells = Partial<Record<typeof COLUMNS[number], string>>;

/** How far the purchases of a week were from its forecast, as a share of it, if that is known. */
export function missed({ bought, expected }: PastForecast): number | undefined {
  return bought === undefined || expected <= 0 ? undefined : bought / expected - 1;
}

/** Forecast against outcome, newest week first; empty where no outcome is known yet. */
export function outcomeTable(
  page: PageRuns,
  forecasts: readonly PastForecast[],
  translator: Translator,
): string {
  const { t } = translator;
  const title = `<h2 id="outcomes">${t("runs.outcomes")}</h2>`;
  const known = forecasts.filter(({ bought }) => bought !== undefined).toReversed();
  if (known.length === 0) return "";
  // reports of earlier versions do not say how precise a forecast was, nor of its units
  const hasPrecision = known.some(({ averagePrecision }) => averagePrecision !== undefined);
  const hasUnits = known.some(({ units }) => units !== undefined);
  const columns = COLUMNS.filter((name) =>
    name === "precision" ? hasPrecision : name === "units" ? hasUnits : true
  );
  const head = columns.map((name) => `<th scope="col">${t(`runs.outcomes.${name}`)}</th>`).join("");
  const table = (rows: readonly string[]) =>
    scrolled(
      `<table class="outcomes"><thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n` +
        "</tbody></table>",
    );
  const rows = known.map((forecast) => row(forecast, columns.slice(1), page, translator));
  return `${title}\n<p>${t("runs.outcomes.note")}</p>\n` +
    withOlder(rows, SHOWN, table, (count) => t("runs.outcomes.older", { count }));
}

function row(
  forecast: PastForecast,
  columns: readonly (typeof COLUMNS[number])[],
  page: PageRuns,
  translator: Translator,
): string {
  const { week, runId, published } = forecast, { t } = translator;
  const cells = cellsOf(forecast, translator);
  const note = published ? "" : `<small>${t("runs.outcomes.unpublished")}</small>`;
  return `<tr><th scope="row">${runLink(runId, week, page)}${note}</th>${
    columns.map((name) =>
      `<td class="number" data-label="${t(`runs.outcomes.${name}`)}">${cells[name] ?? "–"}</td>`
    ).join("")
  }</tr>`;
}

/** The cells of a past forecast as HTML, by column; those that are not known are missing. */
function cellsOf(forecast: PastForecast, { t, number, percent }: Translator): Cells {
  const { expected, low, high, bought, listed, listedBought, averagePrecision, units } = forecast;
  const hasRange = low !== undefined && high !== undefined, share = missed(forecast);
  const place = !hasRange ? "" : t(
    bought! < low
      ? "runs.outcomes.below"
      : bought! > high
      ? "runs.outcomes.above"
      : "runs.outcomes.within",
  );
  const small = (text: string) => text === "" ? "" : `<small>${text}</small>`;
  const signed = (share: number) => `${share < 0 ? "−" : "+"}${percent(Math.abs(share), 1)}`;
  const hit = listed !== undefined && listedBought !== undefined
    ? t("runs.outcomes.hit", { share: percent(listedBought / Math.max(1, listed)) })
    : "";
  return {
    expected: number(expected),
    ...hasRange && { interval: `${number(low)} – ${number(high)}` },
    bought: number(bought!),
    ...share !== undefined && { missed: signed(share) + small(place) },
    ...units && units.expected > 0 && {
      units: signed(units.bought / units.expected - 1) + small(
        t("runs.outcomes.unitsOf", {
          bought: number(units.bought),
          expected: number(units.expected),
        }),
      ),
    },
    ...listed !== undefined && { listed: number(listed) + small(hit) },
    ...averagePrecision !== undefined && { precision: number(averagePrecision, 3) },
  };
}
