const UNITS: Record<string, number> = { mib: 2 ** 20, gib: 2 ** 30, mb: 1e6, gb: 1e9 };

/**
 * The bytes of a size such as `2GiB`, `1.5 GB` or `900MiB`; `undefined` if it is none.
 *
 * @example
 * ```ts
 * import { parseSize } from "./parse_size.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(parseSize("2GiB"), 2 * 2 ** 30);
 * assert.equal(parseSize("2"), undefined); // of what?
 * ```
 */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([MG]i?B)$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (UNITS[unit?.toLowerCase() ?? ""] ?? NaN);
  return bytes > 0 ? Math.floor(bytes) : undefined;
}
