import type { Translator } from "../../language/messages.ts";
import type { Expected } from "../../quantity/volume_forecast.ts";
import { factsOf } from "../../stages/task_facts.ts";
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
    expected ? volumeSentence(expected.total.purchases, translator) : "",
    expected ? outcomeSentence(drift, translator) : "",
    modelSentence(tasks, translator),
  ].filter((sentence) => sentence !== "");
  if (sentences.length === 0) return "";
  return `<section class="verdict" aria-label="${escapeHtml(translator.t("page.verdict"))}">${
    sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")
  }</section>`;
}

function volumeSentence(
  { expected, low, high, usual, last }: Expected,
  { t, number, percent }: Translator,
): string {
  const compare = (to: "last" | "usual", value: number) => {
    const change = expected / value - 1;
    return t(`page.compare.${to}`, {
      direction: !(Math.abs(change) >= SAME) ? "same" : change > 0 ? "more" : "fewer",
      share: percent(Math.abs(change)),
      value: number(value),
    });
  };
  return t("page.verdict.volume", {
    expected: number(expected),
    interval: low === undefined || high === undefined
      ? ""
      : t("page.interval", { low: number(low), high: number(high) }),
    last: compare("last", last),
    usual: compare("usual", usual),
  });
}

function outcomeSentence(drift: RunResults["drift"], { t, number, percent }: Translator): string {
  const newest = drift?.realised.findLast(({ outcome }) => outcome !== undefined);
  if (!newest?.outcome) return t("page.verdict.noOutcome");
  const { expected, low, high, bought, listed, listed_bought } = newest.outcome;
  return t("page.verdict.outcome", {
    week: newest.week,
    expected: number(expected),
    bought: number(bought),
    inside: low === undefined || high === undefined
      ? "unknown"
      : bought >= low && bought <= high
      ? "yes"
      : "no",
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
