import { attributeName } from "../../language/attribute_name.ts";
import type { Translator } from "../../language/messages.ts";
import { factsOf } from "../../stages/task_facts.ts";
import { categoryName } from "../category_name.ts";
import { escapeHtml } from "../html/escape_html.ts";
import type { RunResults } from "./run_results.ts";
import { shopCounts } from "./shop_counts.ts";
import { weekRange } from "./week_dates.ts";

/** A key result of a run. */
export interface KeyFigure {
  name: string;
  value: string;
  note?: string;
}

/**
 * The key results of a run, from the facts of its tasks in `run.json` and its files. Results of
 * tasks that did not run are omitted.
 */
export function keyFigures(
  tasks: { id: string; state: string; facts?: Record<string, unknown> }[],
  { calls, training, drift: report }: RunResults,
  translator: Translator,
): KeyFigure[] {
  const { t, number, percent } = translator;
  const predict = factsOf({ tasks }, "predict"), drift = factsOf({ tasks }, "drift_check");
  const test = training?.test, figures: KeyFigure[] = [];
  const range = (low?: number, high?: number) =>
    low === undefined || high === undefined
      ? { low: "none", high: "none" }
      : { low: number(low), high: number(high) };
  if (predict.expected_purchases !== undefined) {
    figures.push({
      name: t("page.figure.purchases"),
      value: number(predict.expected_purchases),
      note: t(
        "page.figure.purchases.note",
        range(predict.purchases_low, predict.purchases_high),
      ),
    });
  }
  if (predict.expected_items !== undefined) {
    figures.push({
      name: t("page.figure.items"),
      value: number(predict.expected_items),
      note: t("page.figure.items.note", range(predict.items_low, predict.items_high)),
    });
  }
  if (predict.predictions !== undefined && predict.pairs !== undefined) {
    const judged = test && test.decision_threshold === predict.decision_threshold;
    figures.push({
      name: t("page.figure.listed"),
      value: number(predict.predictions),
      note: t("page.figure.listed.note", {
        pairs: number(predict.pairs),
        threshold: number(predict.decision_threshold ?? NaN, 3),
        precision: judged ? percent(test.precision) : "none",
        weeks: judged ? weekRange(test.weeks) : "",
      }),
    });
  }
  if (calls) {
    const counts = shopCounts(calls);
    figures.push({
      name: t("page.figure.shops"),
      value: number(counts.all),
      note: t("page.figure.shops.note", counts),
    });
  }
  if (test) {
    figures.push({
      name: t("page.figure.precision"),
      value: number(test.average_precision, 3),
      note: t("page.figure.precision.note", {
        weeks: weekRange(test.weeks),
        prior: number(test.positives / test.pairs, 3),
      }),
    });
  }
  if (drift.drift_detected !== undefined) {
    figures.push({
      name: t("page.figure.drift"),
      value: drift.drift_judged === false
        ? t("page.drift.unknown")
        : t(drift.drift_detected ? "page.drift.found" : "page.drift.none"),
      ...drift.drift_judged === false && report
        ? { note: t("page.drift.why", { cause: report.cause ?? "other" }) }
        : driftNote(report, translator),
    });
  }
  return figures;
}

/** How far the largest move is from its limit, if the decision is by moves. */
function driftNote(
  report: RunResults["drift"],
  words: Translator,
): { note: string } | undefined {
  const { t, number } = words, { judged, moves, limit } = report?.largest_move ?? {};
  const move = moves?.find(({ score }) => score !== null);
  if (!judged || typeof move?.score !== "number" || typeof limit !== "number") return undefined;
  const values = { score: number(move.score, 1), limit: number(limit, 1) };
  const { variable, category } = move;
  const named = `${categoryName(variable, category, words)} (${attributeName(variable, words)})`;
  return { note: t("page.drift.note", { category: named, ...values }) };
}

/** Key results as tiles. */
export function figureTiles(figures: KeyFigure[]): string {
  if (figures.length === 0) return "";
  const tiles = figures.map(({ name, value, note }) =>
    `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}${
      note ? `<small>${escapeHtml(note)}</small>` : ""
    }</dd></div>`
  );
  return `<dl class="figures">\n${tiles.join("\n")}\n</dl>`;
}
