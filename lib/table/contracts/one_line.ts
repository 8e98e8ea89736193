/**
 * A name from a file within a message: a line break in it is shown as an escape, so that it cannot
 * pass for a line of its own. Other control characters are shown where text reaches a terminal.
 *
 * @example
 * ```ts
 * import { oneLine } from "./one_line.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(oneLine("beer\nall is well"), "beer\\nall is well");
 * ```
 */
export function oneLine(name: string): string {
  return name.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
}
