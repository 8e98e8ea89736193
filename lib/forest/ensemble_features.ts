import type { BinnedFeature } from "./binning/binned_table.ts";
import type { EnsembleFeature } from "./tree_ensemble.ts";

/** The features of an ensemble: those of the binned training table, without bin edges. */
export function ensembleFeatures(features: BinnedFeature[]): EnsembleFeature[] {
  return features.map((feature) =>
    feature.kind === "numeric" ? { kind: "numeric", name: feature.name } : feature
  );
}
