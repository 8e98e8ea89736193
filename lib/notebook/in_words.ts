import type { Id } from "../table/ids.ts";
import { oneLine } from "../table/contracts/one_line.ts";

/**
 * Formats numbers for prose: thousands separators, and percent signs as in English.
 *
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(counted(1523499), "1,523,499");
 * assert.equal(percent(0.0247, 1), "2.5%");
 * assert.equal(change(110, 100), "10% more");
 * ```
 */
export function counted(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A share in percent. */
export function percent(share: number, decimals = 0): string {
  return `${(100 * share).toFixed(decimals)}%`;
}

/** An error of a probability or a change of a share: `1.5 percentage points`. */
export function points(share: number): string {
  return `${(100 * share).toFixed(1)} percentage points`;
}

/** Weeks that follow each other, in words: `2024-W46`, `2024-W46 and 2024-W47`, `… to …`. */
export function weekSpan(weeks: string[]): string {
  const [first, last] = [weeks[0] ?? "", weeks.at(-1) ?? ""];
  if (weeks.length < 2) return first;
  return weeks.length === 2 ? `${first} and ${last}` : `${first} to ${last}`;
}

/** How a number compares with an earlier one. */
export function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? "as many" : "more";
  const ratio = now / before - 1;
  if (Math.abs(ratio) < 0.005) return "as many";
  return `${percent(Math.abs(ratio))} ${ratio > 0 ? "more" : "fewer"}`;
}

/** {@linkcode change} with its conjunction: `10 % more than`, `as many as`. */
export function comparedWith(now: number, before: number): string {
  const words = change(now, before);
  return `${words} ${words === "as many" ? "as" : "than"}`;
}

/**
 * A number compared with the week before and with the mean of the latest weeks, in one sentence: a
 * week may be fewer than one and more than the other.
 *
 * @param latest numbers of the latest weeks, the newest last.
 */
export function comparedWithLatest(now: number, latest: number[]): string {
  const before = latest.at(-1) ?? 0;
  const mean = latest.reduce((sum, purchases) => sum + purchases, 0) / latest.length;
  const first = `${comparedWith(now, before)} in the week before (${counted(before)})`;
  return latest.length < 2
    ? first
    : `${first}, and ${comparedWith(now, mean)} the mean of the last ${latest.length} weeks ` +
      `(${counted(mean)})`;
}

/** The 80% interval of a forecast in brackets; nothing if there is none. */
export function rangeProse(
  { low, high }: { low?: number | undefined; high?: number | undefined },
): string {
  return low === undefined || high === undefined
    ? ""
    : ` (80% range: ${counted(low)} to ${counted(high)})`;
}

/** Where 80% ranges come from, and why one week can widen them. */
export const RANGE_SOURCE =
  "The range comes from how far past weeks were from the mean of the four weeks before; the newest " +
  "weigh most, so one unusual week widens it.";

/** An id in Markdown, its marks escaped. */
export function idInWords(id: Id): string {
  return String(id).replaceAll(/[\\`*_[\]<>$|~]/g, "\\$&");
}

/** A kind of model of `training_results.json`: `random_forest` is "random forest". */
export function kindInWords(kind: string): string {
  return kind.replaceAll("_", " ");
}

/** `a, b and c`. */
export function listed(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A name from the data within Markdown, where none of its characters is formatting. */
export function literal(name: string): string {
  return oneLine(name).replaceAll(/[\\`*[\]<>$|~&]|\b_+(?!\w)|(?<!\w)_+/g, "\\$&");
}
