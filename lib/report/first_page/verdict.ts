import type { Translator } from "../../language/messages.ts";
import type { Expected } from "../../quantity/volume_forecast.ts";
import { factsOf } from "../../stages/task_facts.ts";
import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { weekRange } from "./week_dates.ts";
import type { RunResults } from "./run_results.ts";

/** Changes below it are "about as many". */
const SAME = 0.01;

/**
 * The run in three sentences: what will be bought, how good the last forecast turned out, and which
 * model forecasts and why.
 */
export function verdict(
  tasks: { id: string; state: string; facts?: Record<string, unknown> }[],
  { expected, drift }: RunResults,
  translator: Translator,
): string {
  const sentences = [
    expected ? volumeSentence(expected, translator) : "",
    expected ? outcomeSentence(drift, translator) : "",
    modelSentence(tasks, translator),
  ].filter((sentence) => sentence !== "");
  if (sentences.length === 0) return "";
  return `<section class="verdict" aria-label="${escapeHtml(translator.t("page.verdict"))}">${
    sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")
  }</section>`;
}

/** Purchases and units: one may rise while the other falls. */
function volumeSentence(
  { total: { purchases, items }, usual_weeks = [] }: ExpectedItemsReport,
  translator: Translator,
): string {
  const { t } = translator;
  return t("page.verdict.volume", {
    ...volume(purchases, usual_weeks, translator),
    units: t("page.verdict.units", volume(items, [], translator)),
  });
}

function volume(
  { expected, low, high, usual, last }: Expected,
  usualWeeks: readonly string[],
  translator: Translator,
): { expected: string; interval: string; last: string; usual: string } {
  const { t, number, percent } = translator;
  const compare = (to: "last" | "usual", value: number) => {
    const change = expected / value - 1;
    return t(`page.compare.${to}`, {
      direction: !(Math.abs(change) >= SAME) ? "same" : change > 0 ? "more" : "fewer",
      share: percent(Math.abs(change)),
      value: number(value),
      weeks: usualWeeks.length === 0 ? "none" : weekRange(usualWeeks),
    });
  };
  return {
    expected: number(expected),
    interval: interval(low, high, translator),
    last: compare("last", last),
    usual: compare("usual", usual),
  };
}

function interval(
  low: number | undefined,
  high: number | undefined,
  { t, number }: Translator,
): string {
  return low === undefined || high === undefined
    ? ""
    : t("page.interval", { low: number(low), high: number(high) });
}

function outcomeSentence(drift: RunResults["drift"], translator: Translator): string {
  const { t, number, percent } = translator;
  const place = (bought: number, low?: number, high?: number) =>
    low === undefined || high === undefined
      ? "unknown"
      : bought < low
      ? "below"
      : bought > high
      ? "above"
      : "yes";
  const newest = drift?.realised.findLast(({ outcome }) => outcome !== undefined);
  if (!newest?.outcome) return t("page.verdict.noOutcome");
  const { expected, low, high, bought, listed, listed_bought, items } = newest.outcome;
  const units = items && t("page.verdict.outcomeUnits", {
    expected: number(items.expected),
    range: interval(items.low, items.high, translator),
    bought: number(items.bought),
    inside: place(items.bought, items.low, items.high),
  });
  const purchases = t("page.verdict.outcome", {
    week: newest.week,
    expected: number(expected),
    range: interval(low, high, translator),
    bought: number(bought),
    inside: place(bought, low, high),
    share: percent(listed === 0 ? 0 : listed_bought / listed),
  });
  return units ? `${purchases} ${units}` : purchases;
}

function modelSentence(
  tasks: { id: string; state: string; facts?: Record<string, unknown> }[],
  { t }: Translator,
): string {
  const { cause, decision } = factsOf({ tasks }, "drift_check");
  const isDone = tasks.some(({ id, state }) => id === decision && state === "success");
  if (cause === undefined || !isDone) return "";
  const contest = factsOf({ tasks }, "train_model").champion_challenger;
  return t(`page.cause.${cause}`) +
    (contest && !contest.promoted ? ` ${t("page.contest.kept")}` : "");
}
