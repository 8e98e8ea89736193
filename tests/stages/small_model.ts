import type { PresetName } from "../../lib/config/presets/preset.ts";
import { PRESETS } from "../../lib/config/presets/presets.ts";
import { fitPreprocessing, ORIGINAL_STEPS } from "../../lib/features/encoders/preprocessing.ts";
import { featureSource } from "../../lib/features/feature_source.ts";
import { knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { purchased } from "../../lib/features/pairs/purchased.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import { binTable } from "../../lib/forest/binning/bin_table.ts";
import { trainRandomForest } from "../../lib/forest/growing/random_forest.ts";
import { NO_CALIBRATION } from "../../lib/model/calibrate.ts";
import { type Model, modelInputs } from "../../lib/model/model.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { weekName } from "../../lib/table/time/week.ts";

/** A small forest trained on the last complete week. */
export async function smallModel(sales: SalesData, preset: PresetName): Promise<Model> {
  const week = sales.predictedWeek - 1;
  const pairs = knownUniverse(sales, week);
  const features = featureSource(sales, preset)(week)(pairs);
  const labels = purchased(weeklyPurchases(sales.lines), week, pairs);
  const preprocessing = preset === "original" ? fitPreprocessing(features, ORIGINAL_STEPS) : null;
  const inputs = modelInputs({ preprocessing }, features);
  return {
    ensemble: await trainRandomForest(await binTable(inputs), labels, {
      trees: 10,
      minSamplesLeaf: 2,
    }),
    preprocessing,
    facts: {
      preset,
      model: "random_forest",
      engine: "forest",
      features: features.columns.map(({ name }) => name),
      sampling: { repeatRate: 1, newRate: 1 },
      calibration: NO_CALIBRATION,
      decision_threshold: 0.5,
      settings: PRESETS[preset].search.firstForest,
      first_week: weekName(week),
      last_week: weekName(week),
      rows: labels.length,
      purchases: 0,
      seed: 0,
    },
  };
}
