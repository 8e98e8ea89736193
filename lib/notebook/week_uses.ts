import type { WeekUse } from "../plots/data/split_figure.ts";
import type { SalesData } from "../table/sales_data.ts";
import { parseWeek } from "../table/time/week.ts";
import type { WeekLabels } from "./read_labels.ts";

/** The use of a week. */
export interface UsedWeek {
  /** Week index. */
  week: number;
  /** Its split; `history` or `predicted` if it is in none. */
  use: WeekUse;
  /** Number of rows, if it is in a split. */
  rows?: number;
}

/** Every week of the data and the predicted one, oldest first, with its use. */
export function weekUses(
  { firstWeek, predictedWeek }: Pick<SalesData, "firstWeek" | "predictedWeek">,
  splits: Record<"train" | "validation" | "test", WeekLabels[]>,
): UsedWeek[] {
  const used = new Map<number, { use: WeekUse; rows: number }>();
  for (const [use, weeks] of Object.entries(splits)) {
    for (const { week, rows } of weeks) used.set(parseWeek(week)!, { use: use as WeekUse, rows });
  }
  return Array.from({ length: predictedWeek - firstWeek + 1 }, (_, i) => {
    const week = firstWeek + i;
    const otherwise = week === predictedWeek ? "predicted" as const : "history" as const;
    return { week, ...(used.get(week) ?? { use: otherwise }) };
  });
}
