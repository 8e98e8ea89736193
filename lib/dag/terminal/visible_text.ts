/**
 * Characters without a look of their own, but tab and line feed: controls, half surrogates, separators
 * of lines, directions of text, zero width.
 */
const UNSEEN =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

/** Joiners and variants that belong to no emoji. */
const STRAY_JOINER = /(?<!\p{Emoji}\ufe0f?)[\u200d\ufe0e\ufe0f]/gu;

/**
 * Text for a terminal, a log or a page. Names and attributes come from other people's files: what
 * cannot be seen in them is shown as an escape, so that none can move the cursor, hide a line, change
 * colours or turn text around. The escapes are those of JSON, so JSON stays the same value.
 *
 * @example
 * ```ts
 * import { visibleText } from "./visible_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(visibleText("brand \x1b[2JA\r\n"), "brand \\u001b[2JA\\u000d\n");
 * ```
 */
export function visibleText(text: string): string {
  return text.replaceAll(UNSEEN, escaped).replaceAll(STRAY_JOINER, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
  ).join("");
}
