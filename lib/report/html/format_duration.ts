import { type Translator, translator } from "../../language/messages.ts";

/**
 * Formats a duration for reading, in the language of the page.
 *
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([40, 1234, 75_000].map((ms) => formatDuration(ms)), ["40 ms", "1.2 s", "1 min 15 s"]);
 * ```
 */
export function formatDuration(
  durationMs: number,
  { number }: Pick<Translator, "number"> = translator("en"),
): string {
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${number(durationMs / 1000, 1)} s`;
  const seconds = Math.round(durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
