import type { OrderLines } from "../../table/sales_data.ts";
import { mondayOfWeek, weekName, weekOfDay } from "../../table/time/week.ts";

/**
 * Why nothing can be learned from the newest complete weeks: most of their lines are returns or zero.
 * Then the data are broken; returns are 3 % of the real lines. With the sign of all quantities turned
 * around a few purchases remain, so that it does not suffice to count them.
 *
 * @param lines sorted by day; those from the predicted week on are ignored.
 * @param count how many weeks.
 * @returns an error message; `undefined` if they can be used.
 */
export function impossibleQuantities(
  lines: OrderLines,
  { predictedWeek, count }: { predictedWeek: number; count: number },
): string | undefined {
  const from = mondayOfWeek(predictedWeek - count), to = mondayOfWeek(predictedWeek);
  let returns = 0, zeros = 0, all = 0, first = predictedWeek;
  for (let line = lines.length - 1; line >= 0 && lines.day[line]! >= from; line--) {
    if (lines.day[line]! >= to) continue;
    all++;
    first = weekOfDay(lines.day[line]!);
    if (lines.items[line]! < 0) returns++;
    else if (lines.items[line] === 0) zeros++;
  }
  if (returns + zeros <= all / 2) return undefined;
  const parts = [[returns, "negative"], [zeros, "zero"]] as const;
  const found = parts.filter(([lines]) => lines > 0)
    .map(([lines, what]) => `${lines === all ? "all" : lines.toLocaleString("en-US")} ${what}`);
  const cause = zeros > returns
    ? "the quantities were probably lost in the export (all zero): export them again"
    : "the sign was probably flipped: sold quantities are positive, returns negative";
  return "transacciones.parquet, column items: expected mostly quantities above 0 in the weeks " +
    `${weekName(first)} to ${weekName(predictedWeek - 1)}, found ${found.join(" and ")} of ` +
    `${all.toLocaleString("en-US")} lines; ${cause}.`;
}
