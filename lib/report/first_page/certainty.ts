import type { Translator } from "../../language/messages.ts";
import { calibrationFigure } from "../../plots/scores/calibration_figure.ts";
import type { TrainingResults } from "../../stages/training/training_results.ts";
import { HALF_LIFE, newestWeight } from "../../quantity/volume_spread.ts";
import { factsOf } from "../../stages/task_facts.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { inlineFigure } from "../html/inline_figures.ts";
import type { RunResults } from "./run_results.ts";
import { weekRange } from "./week_dates.ts";

/** Past forecasts that are shown: half a year. */
const OUTCOMES = 26;

/** How sure the forecast is, and how earlier ones turned out. */
export function certainty(
  tasks: { id: string; facts?: Record<string, unknown> }[],
  { training, drift, expected }: RunResults,
  translator: Translator,
): string {
  const { t, number, percent } = translator, weeks = expected?.past_weeks;
  const predict = factsOf({ tasks }, "predict");
  const parts = [
    weeks === undefined ? "" : `<p class="lead">${
      escapeHtml(t("page.sure.range", {
        weeks: number(weeks),
        half: number(HALF_LIFE),
        newest: percent(newestWeight(weeks)),
      }))
    }</p>`,
    training && predict.predictions !== undefined
      ? modelQuality(training, predict, translator)
      : "",
    drift ? outcomes(drift.realised, translator) : "",
  ].filter((part) => part !== "");
  return parts.length === 0
    ? ""
    : `<h2 id="certainty">${escapeHtml(t("page.sure"))}</h2>\n${parts.join("\n")}`;
}

function modelQuality(
  { test, curves }: TrainingResults,
  predict: { predictions?: number; decision_threshold?: number },
  { t, number, percent }: Translator,
): string {
  const weeks = weekRange(test.weeks);
  const list = test.decision_threshold === predict.decision_threshold
    ? t("page.sure.list", {
      listed: number(predict.predictions!),
      precision: percent(test.precision),
      recall: percent(test.recall),
      weeks,
    })
    : "";
  const precision = t("page.sure.precision", {
    precision: number(test.average_precision, 3),
    prior: number(test.positives / test.pairs, 3),
  });
  const figure = curves && curves.calibration.length > 0
    ? `<figure>${
      inlineFigure(
        calibrationFigure(curves.calibration, {
          title: t("page.sure.figure"),
          subtitle: t("page.sure.figure.note", { weeks }),
        }, {
          predicted: t("page.sure.figure.predicted"),
          bought: t("page.sure.figure.bought"),
          pairs: t("page.sure.figure.pairs"),
          similar: t("page.sure.figure.similar"),
          perfect: t("page.sure.figure.perfect"),
          percent: (share) => percent(share),
          count: (count) => number(count),
        }).svg,
        escapeHtml(
          t("page.sure.figure.alt", { weeks, points: number(100 * test.calibration_error, 1) }),
        ),
      )
    }</figure>`
    : "";
  return `<p class="lead">${
    escapeHtml([list, precision].filter(Boolean).join(" "))
  }</p>\n${figure}`;
}

/** What is known of an earlier forecast, after its week; units where a forecast has them. */
const COLUMNS = [
  ...["expected", "range", "bought", "inside"] as const,
  ...["units", "unitsBought"] as const,
  ...["listed", "hits", "precision"] as const,
];

type Realised = NonNullable<RunResults["drift"]>["realised"];

function outcomes(realised: Realised, words: Translator): string {
  const { t } = words;
  const known = realised.filter(({ outcome }) => outcome !== undefined).slice(-OUTCOMES).reverse();
  if (known.length === 0) return "";
  const hasUnits = known.some(({ outcome }) => outcome!.items !== undefined);
  const shown = COLUMNS.filter((name) => hasUnits || !name.startsWith("units"));
  const rows = known.map((entry) => {
    const cells = outcomeCells(entry, words);
    return `<tr><th scope="row">${escapeHtml(entry.week)}</th>${
      shown.map((name) =>
        `<td class="number" data-label="${escapeHtml(t(`page.outcomes.${name}`))}">${
          escapeHtml(cells[name])
        }</td>`
      ).join("")
    }</tr>`;
  });
  const columns = shown.map((name) =>
    `<th scope="col" class="number">${escapeHtml(t(`page.outcomes.${name}`))}</th>`
  );
  return `<h3>${escapeHtml(t("page.outcomes"))}</h3>
<div class="scroll" tabindex="0"><table class="wide weeks"><thead><tr><th scope="col">${
    escapeHtml(t("page.week"))
  }</th>${columns.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

function outcomeCells(
  { average_precision, outcome }: Realised[number],
  { t, number, percent }: Translator,
): Record<typeof COLUMNS[number], string> {
  const { expected, low, high, bought, listed, listed_bought, items } = outcome!;
  const range = (low?: number, high?: number) =>
    low === undefined || high === undefined ? "–" : `${number(low)} – ${number(high)}`;
  const inside = low !== undefined && high !== undefined && bought >= low && bought <= high;
  return {
    expected: number(expected),
    range: range(low, high),
    bought: number(bought),
    inside: low === undefined ? "–" : t(inside ? "page.outcomes.yes" : "page.outcomes.no"),
    units: items ? `${number(items.expected)} (${range(items.low, items.high)})` : "–",
    unitsBought: items ? number(items.bought) : "–",
    listed: number(listed),
    hits: listed === 0 ? "–" : percent(listed_bought / listed),
    precision: number(average_precision, 3),
  };
}
