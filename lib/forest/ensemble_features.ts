import type { BinnedFeature } from "./binning/binned_table.ts";
import type { EnsembleFeature } from "./tree_ensemble.ts";

/** What an ensemble keeps of the features it was trained on. */
export function ensembleFeatures(features: BinnedFeature[]): EnsembleFeature[] {
  return features.map((feature) =>
    feature.kind === "numeric" ? { kind: "numeric", name: feature.name } : feature
  );
}
