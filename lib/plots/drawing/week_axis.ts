import { weekName, weekOfYear } from "../../table/time/week.ts";

/**
 * Ticks of an axis of week indices: at most `most`, evenly spaced, ending with the last week. The
 * year is shown under the first tick and under the first of each later year.
 *
 * @param weeks week indices, ascending.
 *
 * @example
 * ```ts
 * import { weekAxis } from "./week_axis.ts";
 * import { parseWeek } from "../../table/time/week.ts";
 * import assert from "node:assert/strict";
 *
 * const axis = weekAxis([parseWeek("2024-W52")!, parseWeek("2025-W01")!]);
 * assert.deepEqual(axis.ticks.map(axis.tickFormat), ["W52\n2024", "W1\n2025"]);
 * ```
 */
export function weekAxis(
  weeks: number[],
  { most = 12 }: { most?: number } = {},
): { ticks: number[]; tickFormat: (week: number, place?: number, shown?: number[]) => string } {
  const first = weeks[0]!, last = weeks.at(-1)!;
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let week = last; week >= first; week -= step) ticks.unshift(week);
  const year = (week: number) => weekName(week).slice(0, 4);
  // a narrow plot shows fewer ticks
  const tickFormat = (week: number, place = ticks.indexOf(week), shown = ticks) => {
    const before = shown[place - 1];
    const named = before === undefined || year(before) !== year(week);
    return `W${weekOfYear(week)}${named ? `\n${year(week)}` : ""}`;
  };
  return { ticks, tickFormat };
}
