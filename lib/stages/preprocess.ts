import type pl from "nodejs-polars";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import { frameFromRows } from "../features/pairs/labelled_rows.ts";
import { matrixPairs } from "../features/pairs/matrix_pairs.ts";
import { labelPairs, pairBlocks, rowsOfPairs } from "../features/pairs/labelled_pairs.ts";
import { staticFeatures } from "../features/static_features.ts";
import { weeklyPurchases } from "../features/purchases/weekly_purchases.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { SalesData } from "../table/sales_data.ts";

/** The weekly customer × product matrix in frames of a part of a week, so that memory holds one. */
export interface CleanDataset {
  /** Week indices, oldest first. */
  weeks: number[];
  frames: Iterable<pl.DataFrame>;
}

/**
 * Builds `dataset_limpio`: keys, static features and `comprado` of every pair in each included
 * week.
 *
 * @param options.weeksToInclude number of complete weeks, the newest before the predicted one.
 * @param options.blockPairs most rows of a frame.
 */
export function preprocess(
  sales: SalesData,
  { preset, weeksToInclude, blockPairs }: {
    preset: PresetName;
    weeksToInclude: number;
    blockPairs?: number;
  },
): CleanDataset {
  const weeks = includedWeeks(sales, weeksToInclude);
  const weekly = weeklyPurchases(sales.lines);
  function* frames() {
    for (const week of weeks) {
      const all = labelPairs(weekly, week, matrixPairs(sales, week, preset));
      for (const pairs of pairBlocks(all, blockPairs)) {
        const { length, columns } = staticFeatures(sales, pairs, week);
        // the key `week` already contains the week of the year
        const attributes = columns.filter(({ name }) => name !== "week_of_year");
        yield frameFromRows(rowsOfPairs(sales, pairs, { length, columns: attributes }));
      }
    }
  }
  return { weeks, frames: frames() };
}
