import { PRESETS } from "../../config/presets/presets.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { knownUniverse, type Pairs } from "./known_universe.ts";

/**
 * The pairs of a week in `dataset_limpio`: its known universe; under the original preset that of
 * the predicted week. The first week of the data has no earlier order lines, so if it is included,
 * its own order lines count.
 */
export function matrixPairs(sales: SalesData, week: number, preset: PresetName): Pairs {
  if (PRESETS[preset].pairs === "known_now") return knownUniverse(sales, sales.predictedWeek);
  return knownUniverse(sales, Math.max(week, sales.firstWeek + 1));
}
