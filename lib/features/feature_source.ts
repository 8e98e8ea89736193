import { PRESETS } from "../config/presets/presets.ts";
import type { PresetName } from "../config/presets/preset.ts";
import type { ColumnTable } from "../table/column_table.ts";
import type { SalesData } from "../table/sales_data.ts";
import { behaviouralFeatures, FEATURES } from "./behavioural/behavioural_features.ts";
import { purchaseHistory } from "./behavioural/purchase_history.ts";
import type { Pairs } from "./pairs/cross.ts";
import { staticFeatures } from "./static_features.ts";

/**
 * Computes the features of pairs in a week from earlier data; training and forecast use the same
 * code. The week comes first, because what all its pairs share takes longer than the pairs of a
 * block.
 */
export type FeatureSource = (week: number) => (pairs: Pairs) => ColumnTable;

/** The preset's features: the original's 13 static ones, or the behavioural ones. */
export function featureSource(sales: SalesData, preset: PresetName): FeatureSource {
  if (PRESETS[preset].features === "static") {
    return (week) => (pairs) => staticFeatures(sales, pairs, week);
  }
  const history = purchaseHistory(sales);
  return (week) => behaviouralFeatures(history, week);
}

/** Meanings of the behavioural features, by name. */
export const FEATURE_MEANINGS: ReadonlyMap<string, string> = new Map(
  FEATURES.map(({ name, meaning }) => [name, meaning]),
);
