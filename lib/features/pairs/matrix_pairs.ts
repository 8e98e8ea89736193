import { PRESETS } from "../../config/presets/presets.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { type Cross, crossPairs, type Pairs } from "./cross.ts";
import { knownCross } from "./known_universe.ts";

/**
 * The pairs of a week in `dataset_limpio`: its known universe; under the original preset that of
 * the predicted week. The first week of the data has no earlier order lines, so if it is included,
 * its own order lines count.
 */
export function matrixPairs(sales: SalesData, week: number, preset: PresetName): Pairs {
  return crossPairs(matrixCross(sales, week, preset));
}

/** The customers and the products of {@linkcode matrixPairs}. */
export function matrixCross(sales: SalesData, week: number, preset: PresetName): Cross {
  if (PRESETS[preset].pairs === "known_now") return knownCross(sales, sales.predictedWeek);
  return knownCross(sales, Math.max(week, sales.firstWeek + 1));
}
