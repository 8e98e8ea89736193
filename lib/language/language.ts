/** The languages of pages, lists and the terminal's summary. */
export const LANGUAGES = ["en", "es"] as const;
/** A language by its ISO 639-1 code. */
export type Language = (typeof LANGUAGES)[number];

/** The locale whose numbers and dates each language uses. */
export const LOCALES: Record<Language, string> = { en: "en-US", es: "es-ES" };

/**
 * The language that an environment asks for, by the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that
 * is set (POSIX); English if it is another one.
 *
 * @example
 * ```ts
 * import { languageOf } from "./language.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(languageOf((name) => ({ LANG: "es_CL.UTF-8" })[name]), "es");
 * ```
 */
export function languageOf(environment: (name: string) => string | undefined): Language {
  const locale = ["LC_ALL", "LC_MESSAGES", "LANG"].map(environment).find((value) => value) ?? "";
  return LANGUAGES.find((language) => locale.split(/[_.@-]/)[0] === language) ?? "en";
}

/** The chosen language, or with `auto` that of the environment. */
export function chosenLanguage(
  choice: Language | "auto",
  environment: (name: string) => string | undefined,
): Language {
  return choice === "auto" ? languageOf(environment) : choice;
}
