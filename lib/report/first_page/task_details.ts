import { LOCALES } from "../../language/language.ts";
import { isMessageKey, type Translator } from "../../language/messages.ts";
import { factsOf } from "../../stages/task_facts.ts";
import type { IndexTask } from "./index_run.ts";

/** A name for programs: the reason says it to people. */
const UNSAID = ["cause"];

/**
 * What a task reports of its work, in one line: why it was skipped, and its facts.
 *
 * @param words translates the sentences of the run.
 */
export function taskDetails(
  { id, reason, facts = {} }: Pick<IndexTask, "id" | "reason" | "facts">,
  words: (text: string) => string,
  translator: Translator,
): string {
  const shown = { ...facts, ...decisionReason({ id, facts }, translator) };
  const details = Object.entries(shown).filter(([name]) => !UNSAID.includes(name))
    .map(([name, value]) => named(name, value));
  return [...reason ? [words(reason)] : [], ...details].join(" · ");

  function named(name: string, value: unknown): string {
    const key = `fact.${name}`;
    const known = isMessageKey(key) ? translator.t(key) : name.replaceAll("_", " ");
    return `${known}${isLong(value) ? ":" : ""} ${fact(value)}`;
  }

  /** Thousands separators, four significant digits, a long list by its ends. */
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

/** The reason of the decision is an English sentence with its figures; its cause has a name. */
function decisionReason(
  { id, facts }: { id: string; facts: Record<string, unknown> },
  { language, t }: Translator,
): { reason?: string } {
  if (id !== "drift_check" || language === "en") return {};
  const { cause } = factsOf({ tasks: [{ id, facts }] }, "drift_check");
  const key = `page.cause.${cause}`;
  return isMessageKey(key) ? { reason: t(key) } : {};
}

function numberText(value: number, { language }: Translator): string {
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(1);
  return new Intl.NumberFormat(LOCALES[language], {
    useGrouping: "always" as unknown as boolean,
    ...Number.isInteger(value) ? {} : { maximumSignificantDigits: 4 },
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
