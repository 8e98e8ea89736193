import { Buffer } from "node:buffer";
import type { Translator } from "../../language/messages.ts";
import { modelPrecision } from "../../pipeline/history/model_precision.ts";
import type { PastForecast } from "../../pipeline/history/past_forecasts.ts";
import { driftShare, runFacts } from "../../pipeline/history/run_facts.ts";
import type { Figure } from "../../plots/drawing/figure.ts";
import { trendFigure, type TrendPoint } from "../../plots/runs/trend_figure.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { inlineFigures } from "../html/inline_figures.ts";
import type { PageRuns } from "./page_runs.ts";
import { missed } from "./outcomes.ts";

/** Weeks that are drawn. */
const WEEKS = 52;

/** A figure, and what it shows in one sentence. */
interface Trend {
  figure: Figure;
  finding: string;
}

/**
 * Small figures beside each other: quality of the models, drift, purchases expected and bought, and how
 * far off the forecasts were. A figure without values is left out, and
 * all of them where there is one forecast. The title of each is what it shows.
 *
 * @param forecasts one a week, oldest first.
 */
export function runTrends(
  page: PageRuns,
  forecasts: readonly PastForecast[],
  translator: Translator,
): string {
  const newest = forecasts.slice(-WEEKS);
  // one forecast is no trend
  if (newest.length < 2) return "";
  const found = [precisionTrend, driftTrend, volumeTrend, errorTrend]
    .map((trend) => trend(page, newest, translator)).filter((trend) => trend !== undefined);
  if (found.length === 0) return "";
  const images = found.map(({ figure, finding }) =>
    `<div><img class="sodai-figure" alt="${escapeHtml(finding)}" src="data:image/svg+xml;base64,${
      Buffer.from(figure.svg).toString("base64")
    }"></div>`
  );
  return `<h2 id="trends">${translator.t("runs.trends")}</h2>\n<div class="trends">\n${
    inlineFigures(images.join("\n"))
  }\n</div>`;
}

type Draw = (
  page: PageRuns,
  forecasts: readonly PastForecast[],
  translator: Translator,
) => Trend | undefined;

const precisionTrend: Draw = ({ runs }, forecasts, { t, number }) => {
  const known = forecasts.flatMap(({ index, runId }) => {
    const precision = modelPrecision(runId, runs);
    return precision ? [{ ...precision, week: index, value: precision.averagePrecision }] : [];
  });
  const last = known.at(-1);
  if (!last) return undefined;
  const realised = forecasts.flatMap(({ index, averagePrecision }): TrendPoint[] =>
    averagePrecision === undefined ? [] : [{ week: index, value: averagePrecision }]
  );
  const before = known.slice(0, -1).map(({ value }) => value);
  const finding = t("runs.precision.finding", {
    value: number(last.value, 3),
    weeks: last.weeks.join(", ") || "?",
    count: before.length,
    low: number(Math.min(...before), 3),
    high: number(Math.max(...before), 3),
  });
  const figure = trendFigure([
    { label: t("runs.precision.tested"), color: "blue", shape: "line", points: known },
    { label: t("runs.precision.realised"), color: "orange", shape: "ring", points: realised },
  ], {
    title: finding,
    subtitle: t("runs.precision.subtitle"),
    format: (value) => number(value, 3),
  });
  return { figure, finding };
};

const driftTrend: Draw = ({ runs }, forecasts, { t, percent }) => {
  const byId = new Map(runs.map(({ runId, run }) => [runId, run]));
  const judged = forecasts.flatMap(({ index, runId }) => {
    const run = byId.get(runId), facts = run && runFacts(run), share = facts && driftShare(facts);
    if (!facts || share === undefined) return [];
    const { decision, drift_detected } = facts.drift_check;
    return [{ week: index, value: share, trains: decision === "train_model", drift_detected }];
  });
  if (judged.length === 0) return undefined;
  const finding = t("runs.drift.finding", {
    count: judged.filter((run) => run.drift_detected).length,
    of: judged.length,
    trained: judged.filter(({ trains }) => trains).length,
  });
  const figure = trendFigure([
    {
      label: t("runs.trained"),
      color: "orange",
      shape: "dot",
      points: judged.filter(({ trains }) => trains),
    },
    {
      label: t("runs.kept"),
      color: "blue",
      shape: "dot",
      points: judged.filter(({ trains }) => !trains),
    },
  ], {
    title: finding,
    subtitle: t("runs.drift.subtitle"),
    format: (value) => percent(value),
    zero: true,
  });
  return { figure, finding };
};

const volumeTrend: Draw = (_, forecasts, { t, number }) => {
  const last = forecasts.at(-1);
  if (!last) return undefined;
  const finding = t("runs.volume.finding", {
    expected: number(last.expected),
    week: last.week,
    interval: last.low === undefined || last.high === undefined
      ? ""
      : t("runs.volume.interval", { low: number(last.low), high: number(last.high) }),
  });
  const figure = trendFigure([
    {
      label: t("runs.volume.expected"),
      color: "blue",
      shape: "line",
      points: forecasts.map(({ index, expected, low, high }) => ({
        week: index,
        value: expected,
        low,
        high,
      })),
    },
    {
      label: t("runs.volume.bought"),
      color: "orange",
      shape: "ring",
      points: forecasts.flatMap(({ index, bought }) =>
        bought === undefined ? [] : [{ week: index, value: bought }]
      ),
    },
  ], {
    title: finding,
    subtitle: t("runs.volume.subtitle"),
    format: (value) => number(value),
  });
  return { figure, finding };
};

const errorTrend: Draw = (_, forecasts, { t, percent }) => {
  const known = forecasts.flatMap((forecast) => {
    const { index, expected, low, high } = forecast, share = missed(forecast);
    if (share === undefined) return [];
    const ends = low === undefined || high === undefined
      ? {}
      : { low: low / expected - 1, high: high / expected - 1 };
    return [{ week: index, value: share, ...ends }];
  });
  if (known.length === 0) return undefined;
  const judged = known.filter(({ low, high }) => low !== undefined && high !== undefined);
  const within = judged.filter(({ value, low, high }) => value >= low! && value <= high!);
  const finding = t("runs.error.finding", {
    within: within.length,
    of: judged.length,
    miss: percent(known.reduce((sum, { value }) => sum + Math.abs(value), 0) / known.length, 1),
  });
  const figure = trendFigure([
    {
      label: t("runs.error.interval"),
      color: "pale",
      shape: "interval",
      points: judged.map((point) => ({ ...point, value: 0 })),
    },
    { label: t("runs.error.outcome"), color: "orange", shape: "dot", points: known },
  ], {
    title: finding,
    subtitle: t("runs.error.subtitle"),
    format: (value) => percent(value),
    zero: true,
  });
  return { figure, finding };
};
