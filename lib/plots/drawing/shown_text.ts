/** Characters that XML forbids, or that no reader sees: controls, directions, zero width. */
const UNSEEN =
  /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\x7f-\x9f\p{Zl}\p{Zp}]|(?![\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

/** Joiners and variants of emoji are seen only there. */
const STRAY_JOINER = /(?<!\p{Emoji}\ufe0f?)[\u200d\ufe0e\ufe0f]/gu;

/** No script stacks more marks on a letter. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * Text as a figure shows it: each character without a look of its own is drawn as `\ufffd`, and a
 * letter carries at most four marks, so that no label covers its neighbours.
 *
 * @example
 * ```ts
 * import { shownText } from "./shown_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(shownText("brand \u202eA\x1b"), "brand \ufffdA\ufffd");
 * ```
 */
export function shownText(text: string): string {
  // fast path: most texts are plain
  if (/^[ -~\n]*$/.test(text)) return text;
  return text.replace(UNSEEN, "\ufffd").replace(STRAY_JOINER, "\ufffd")
    .replace(STACKED_MARKS, "$1");
}
