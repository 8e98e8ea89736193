import type { Translator } from "../../language/messages.ts";
import type { Expected } from "../../quantity/volume_forecast.ts";
import { factsOf } from "../../stages/task_facts.ts";
import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import { escapeHtml } from "../html/escape_html.ts";
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
    expected ? volumeSentence(expected.total, translator) : "",
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
  { purchases, items }: ExpectedItemsReport["total"],
  translator: Translator,
): string {
  const { t } = translator;
  return t("page.verdict.volume", {
    ...volume(purchases, true, translator),
    units: t("page.verdict.units", volume(items, false, translator)),
  });
}

function volume(
  { expected, low, high, usual, last }: Expected,
  explained: boolean,
  translator: Translator,
): { expected: string; interval: string; last: string; usual: string } {
  const { t, number, percent } = translator;
  const compare = (to: "last" | "usual", value: number) => {
    const change = expected / value - 1;
    return t(`page.compare.${to}`, {
      direction: !(Math.abs(change) >= SAME) ? "same" : change > 0 ? "more" : "fewer",
      share: percent(Math.abs(change)),
      value: number(value),
      mean: explained ? "yes" : "no",
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
  const newest = drift?.realised.findLast(({ outcome }) => outcome !== undefined);
  if (!newest?.outcome) return t("page.verdict.noOutcome");
  const { expected, low, high, bought, listed, listed_bought } = newest.outcome;
  return t("page.verdict.outcome", {
    week: newest.week,
    expected: number(expected),
    range: interval(low, high, translator),
    bought: number(bought),
    inside: low === undefined || high === undefined
      ? "unknown"
      : bought < low
      ? "below"
      : bought > high
      ? "above"
      : "yes",
    share: percent(listed === 0 ? 0 : listed_bought / listed),
  });
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
