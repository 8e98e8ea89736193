import type { Language } from "./language.ts";

/** A noun in one language. */
export interface Noun {
  /** One of them. */
  one: string;
  /** Several. */
  many: string;
  /** Its grammatical gender, for languages that have one. */
  gender?: "feminine" | "masculine";
}

/**
 * What this retailer calls a customer. Messages and the meanings of the input columns take the word
 * from here, so that a retailer with stores or households changes these two lines; the unit of
 * sizes is beside their column in `table/contracts/contracts.ts`.
 */
export const CUSTOMER: Record<Language, Noun> = {
  en: { one: "shop", many: "shops" },
  es: { one: "tienda", many: "tiendas", gender: "feminine" },
};

/**
 * The places that every message can use: `{noun}`, `{nouns}`, both with a capital, and
 * `{nounGender}`.
 */
export function nounValues({ one, many, gender = "masculine" }: Noun): Record<string, string> {
  return {
    noun: one,
    nouns: many,
    Noun: capitalized(one),
    Nouns: capitalized(many),
    nounGender: gender,
  };
}

function capitalized(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
