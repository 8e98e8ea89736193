import type { Said } from "./message.ts";
import { translator } from "./messages.ts";

const { t } = translator("en");

/** A message in English, as `run.json` and other files have it; a text as it is. */
export function english(said: Said): string {
  return typeof said === "string" ? said : t(said.key, said.values);
}
