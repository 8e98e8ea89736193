import type { InterpretabilityStats } from "../stages/explaining/interpretability_stats.ts";

/** Features on the same subject: the first word of their names. An attribute is its own family. */
export interface FeatureFamily {
  /** The first word of their names. */
  family: string;
  /** Their subject. */
  meaning: string;
  /** Number of features. */
  features: number;
  /** Share of the impurity removed; those of all families sum to 1. */
  importance: number;
  /** The most important of them. */
  first: string;
}

const MEANINGS: Record<string, string> = {
  pair: "this shop with this product",
  group: "this shop with products of the same kind",
  product: "the product in all shops",
  customer: "the shop with all products",
  neighbours: "what goes together in a shop",
  volume: "how much was bought at a time",
  order: "the shop's rhythm of ordering",
  week: "time of the year",
};

/** Importances of the features by family, the most important first. */
export function featureFamilies(
  { native_importance }: Pick<InterpretabilityStats, "native_importance">,
): FeatureFamily[] {
  const families = Map.groupBy(native_importance, ({ feature }) => {
    const word = feature.split("_")[0]!;
    return word in MEANINGS ? word : feature;
  });
  return Array.from(families, ([family, features]) => ({
    family,
    meaning: MEANINGS[family] ?? `the attribute ${family}`,
    features: features.length,
    importance: features.reduce((sum, { importance }) => sum + importance, 0),
    first: features[0]!.feature,
  })).sort((a, b) => b.importance - a.importance);
}
