import { type Formatters, IntlMessageFormat } from "intl-messageformat";
import { EN } from "./en/en.ts";
import { ES } from "./es/es.ts";
import { type Language, LOCALES } from "./language.ts";
import type { MessageKey, MessageValue, MessageValues } from "./message.ts";
import { CUSTOMER, type Noun, nounValues } from "./nouns.ts";

/** Every message in every language. */
export const CATALOGUES: Record<Language, Record<MessageKey, string>> = { en: EN, es: ES };

/** Whether there is a message of this name. */
export function isMessageKey(name: string): name is MessageKey {
  return Object.hasOwn(EN, name);
}

/** The messages of one language, and its numbers. */
export interface Translator {
  /** The language. */
  language: Language;
  /** A message with its values, some of which may be messages themselves. */
  t(key: MessageKey, values?: MessageValues): string;
  /** A whole number with separators of thousands, or with so many decimals. */
  number(value: number, decimals?: number): string;
  /** A share as a percentage, with so many decimals. */
  percent(share: number, decimals?: number): string;
}

/**
 * The messages of a language, with its word for a customer.
 *
 * @example
 * ```ts
 * import { translator } from "./messages.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(translator("es").number(12345.5, 1), "12.345,5");
 * ```
 */
export function translator(
  language: Language,
  customer: Noun = CUSTOMER[language],
): Translator {
  const locale = LOCALES[language], catalogue = CATALOGUES[language];
  const nouns = nounValues(customer);
  // Spanish writes four digits without a separator, which looks odd beside five
  const grouped = { useGrouping: "always" as unknown as boolean };
  const formatters: Formatters = {
    getNumberFormat: (locales, options) =>
      new Intl.NumberFormat(locales, { ...grouped, ...options }),
    getDateTimeFormat: (...given) => new Intl.DateTimeFormat(...given),
    getPluralRules: (...given) => new Intl.PluralRules(...given),
  };
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const messageOf = (key: MessageKey) => {
    const found = parsed.get(key) ??
      new IntlMessageFormat(catalogue[key], locale, undefined, { ignoreTag: true, formatters });
    parsed.set(key, found);
    return found;
  };
  const numbers = (decimals: number, style: "decimal" | "percent") =>
    new Intl.NumberFormat(locale, {
      style,
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      ...grouped,
      // no −0 %
      signDisplay: "negative" as unknown as "auto",
    });
  const t = (key: MessageKey, values: MessageValues = {}): string => {
    const filled = Object.entries(values).map(([name, value]) => [name, inWords(value)] as const);
    return String(messageOf(key).format({ ...nouns, ...Object.fromEntries(filled) }));
  };
  const inWords = (value: MessageValue): string | number =>
    typeof value !== "object"
      ? value
      : "key" in value
      ? t(value.key, value.values)
      : value.map(inWords).join(", ");
  return {
    language,
    t,
    number: (value, decimals = 0) => numbers(decimals, "decimal").format(value),
    percent: (share, decimals = 0) => numbers(decimals, "percent").format(share),
  };
}
