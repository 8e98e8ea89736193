/** Control characters but tab and line feed, and those that turn the direction of text around. */
// deno-lint-ignore no-control-regex -- these are what must not reach a terminal
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text for a terminal or a log. Names and attributes come from other people's files: a control
 * character in them is shown as an escape, so that none can move the cursor, hide a line or change
 * colours.
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
  return text.replaceAll(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
