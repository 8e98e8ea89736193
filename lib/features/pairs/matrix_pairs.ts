import { PRESETS } from "../../config/presets/presets.ts";
import type { PresetName } from "../../config/presets/preset.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { knownUniverse, type Pairs } from "./known_universe.ts";

/**
 * The pairs of a week in `dataset_limpio`: its known universe; under the original preset the
 * customers and products that trade at any time before the predicted week. The very first week of
 * the data knows nobody, so where so few weeks are there that it is included, its own traders count.
 */
export function matrixPairs(sales: SalesData, week: number, preset: PresetName): Pairs {
  if (PRESETS[preset].pairs === "known_now") return knownUniverse(sales, sales.predictedWeek);
  return knownUniverse(sales, Math.max(week, sales.firstWeek + 1));
}
