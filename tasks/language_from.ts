import type { Config } from "../lib/config/parameters.ts";
import { chosenLanguage, type Language } from "../lib/language/language.ts";

/** The language of what a command prints and writes for people. */
export function languageFrom({ language }: Pick<Config, "language">): Language {
  return chosenLanguage(language, (name) => Deno.env.get(name));
}
