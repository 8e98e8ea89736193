import { english } from "../../language/english.ts";
import type { Said } from "../../language/message.ts";
import { weekName } from "./week.ts";

/**
 * The names of some weeks, neighbours as a range.
 *
 * @param weeks week indices, ascending.
 */
export function weekRanges(weeks: number[]): Said[] {
  const ranges: [number, number][] = [];
  for (const week of weeks) {
    const last = ranges.at(-1);
    if (last && last[1] === week - 1) last[1] = week;
    else ranges.push([week, week]);
  }
  return ranges.map(([first, last]) => {
    const from = weekName(first), to = weekName(last);
    return first === last ? from : { key: "words.range", values: { from, to } };
  });
}

/**
 * The same in English.
 *
 * @example
 * ```ts
 * import { parseWeek } from "./week.ts";
 * import { weekNames } from "./week_ranges.ts";
 * import assert from "node:assert/strict";
 *
 * const weeks = ["2024-W05", "2024-W07", "2024-W08", "2024-W09"].map((name) => parseWeek(name)!);
 * assert.equal(weekNames(weeks), "2024-W05, 2024-W07 to 2024-W09");
 * ```
 */
export function weekNames(weeks: number[]): string {
  return weekRanges(weeks).map(english).join(", ");
}
