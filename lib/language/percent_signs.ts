/**
 * A text of `run.json` as English pages and terminals write it: `57%`. The file itself keeps `57 %`,
 * which other programs match.
 *
 * @example
 * ```ts
 * import { closedPercents } from "./percent_signs.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(closedPercents("22.3 % new pairs (95 % interval)"), "22.3% new pairs (95% interval)");
 * ```
 */
export function closedPercents(text: string): string {
  return text.replaceAll(/(?<=\d)[ \u00a0]%/g, "%");
}
