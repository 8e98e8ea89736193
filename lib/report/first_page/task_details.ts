import { attributeName } from "../../language/attribute_name.ts";
import { LOCALES } from "../../language/language.ts";
import { isMessageKey, type Translator } from "../../language/messages.ts";
import { factsOf } from "../../stages/task_facts.ts";
import type { IndexTask } from "./index_run.ts";
import { weekRange } from "./week_dates.ts";

/** A name for programs: the reason says it to people. */
const UNSAID = ["cause"];

/**
 * What a task reports of its work, in one line: why it was skipped, and its facts.
 *
 * @param words translates the sentences of the run.
 * @param weeks ISO names of the weeks that a measure is of, by the name of its fact.
 */
export function taskDetails(
  { id, reason, facts = {} }: Pick<IndexTask, "id" | "reason" | "facts">,
  words: (text: string) => string,
  translator: Translator,
  weeks: Record<string, readonly string[]> = {},
): string {
  const shown = id === "drift_check"
    ? { ...driftFacts(facts, translator), ...decisionReason(facts, translator) }
    : facts;
  const details = Object.entries(shown).filter(([name]) => !UNSAID.includes(name))
    .map(([name, value]) => named(name, value));
  return [...reason ? [words(reason)] : [], ...details].join(" · ");

  function named(name: string, value: unknown): string {
    const key = `fact.${name}`;
    const known = isMessageKey(key) ? translator.t(key) : name.replaceAll("_", " ");
    const of = weeks[name]?.length ? ` (${weekRange(weeks[name])})` : "";
    return `${known}${isLong(value) ? ":" : ""} ${fact(value)}${of}`;
  }

  /** Thousands separators, whole numbers or four significant digits, a long list by its ends. */
  function fact(value: unknown): string {
    if (typeof value === "number") return numberText(value, translator);
    if (typeof value === "string") return words(value);
    if (typeof value === "boolean") return translator.t(`fact.${value}`);
    if (Array.isArray(value)) {
      if (value.length === 0) return translator.t("fact.none");
      return value.length <= 3
        ? value.map(fact).join(", ")
        : `${fact(value[0])} … ${fact(value.at(-1))} (${value.length})`;
    }
    if (!isRecord(value)) return translator.t("fact.none");
    // zero counts and nested values are only in run.json
    return Object.entries(value).filter(([, part]) => part !== 0 && !isRecord(part))
      .map(([name, part]) => named(name, part)).join(", ");
  }
}

/** Of a drift check that judged nothing, these say nothing. */
const JUDGEMENTS = ["drift_detected", "drift_judged", "drifted_variables", "share_drifted"];

/** The result of the drift check, its variables in words; or that nothing was judged. */
function driftFacts(facts: Record<string, unknown>, words: Translator): Record<string, unknown> {
  const { cause, drift_judged, drifted_variables } = driftOf(facts);
  if (drift_judged === false) {
    const why = cause === "no_model" || cause === "no_reference" ? "none" : "unjudged";
    const rest = Object.entries(facts).filter(([name]) => !JUDGEMENTS.includes(name));
    return { ...Object.fromEntries(rest), drift: words.t(`fact.drift.${why}`) };
  }
  const named = drifted_variables?.map((name) => attributeName(name, words));
  return named ? { ...facts, drifted_variables: named } : facts;
}

function driftOf(facts: Record<string, unknown>) {
  return factsOf({ tasks: [{ id: "drift_check", facts }] }, "drift_check");
}

/** The reason of the decision is an English sentence with its figures; its cause has a name. */
function decisionReason(
  facts: Record<string, unknown>,
  { language, t }: Translator,
): { reason?: string } {
  if (language === "en") return {};
  const { cause } = driftOf(facts);
  const key = `page.cause.${cause}`;
  return isMessageKey(key) ? { reason: t(key) } : {};
}

function numberText(value: number, { language }: Translator): string {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(1);
  return new Intl.NumberFormat(LOCALES[language], {
    useGrouping: "always" as unknown as boolean,
    // 23,520.6 is 23,521 as elsewhere on the page, not 23,520
    ...Number.isInteger(value)
      ? {}
      : Math.abs(value) >= 1000
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 4 },
  }).format(value);
}

/** Whether a value has parts with names of their own, or is a sentence. */
function isLong(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isRecord);
  return isRecord(value) || typeof value === "string" && value.endsWith(".");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
