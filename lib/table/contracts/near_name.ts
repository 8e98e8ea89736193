/**
 * The name that was probably meant: equal except for case and punctuation, or else the nearest by
 * edit distance (Levenshtein), at most a third of the letters.
 *
 * @example
 * ```ts
 * import { nearName } from "./near_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(nearName("customer_id", ["Y", "CustomerID"]), "CustomerID");
 * assert.equal(nearName("customer_id", ["custmer_id"]), "custmer_id");
 * assert.equal(nearName("X", ["Y"]), undefined);
 * ```
 */
export function nearName(wanted: string, found: string[]): string | undefined {
  const target = plain(wanted);
  let best: string | undefined, bestDistance = Math.floor(target.length / 3) + 1;
  for (const name of found) {
    const distance = editDistance(target, plain(name));
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
