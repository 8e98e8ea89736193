import type { FeatureSource } from "../../features/feature_source.ts";
import type { Pairs } from "../../features/pairs/cross.ts";
import { groupShap } from "../../forest/explaining/group_shap.ts";
import { type Model, modelInputs } from "../../model/model.ts";
import { releaseMemory } from "../../table/release_memory.ts";

/**
 * Features on one subject: `pair` is the shop with this product, `group` the shop with products of
 * the same kind, `others` what other shops buy.
 */
export type Family = "pair" | "group" | "others";

/** What each family adds to the score of a pair: its SHAP value, if each family is one player. */
export type FamilyContributions = Record<Family, number>;

/** The first word of a feature's name, and its family; no reason is made of other features. */
const FAMILIES: Record<string, Family> = {
  pair: "pair",
  volume: "pair",
  group: "group",
  product: "others",
  neighbours: "others",
};

/** The players: the families, and all other features as one. */
const PLAYERS: (Family | undefined)[] = ["pair", "group", "others", undefined];

/** Rows explained at a time: their features take 10 MB. */
const BLOCK = 20_000;

/** The family of a feature, if reasons are made of it. */
export function familyOf(feature: string): Family | undefined {
  return FAMILIES[feature.split("_")[0]!];
}

/** What each family of features adds to the scores of pairs in a week; pairs sorted by customer. */
export async function familyContributions(
  { model, features }: { model: Model; features: FeatureSource },
  week: number,
  { customer, product }: Pairs,
  { workers = 1, onProgress = () => {} }: {
    workers?: number;
    onProgress?: (fraction: number) => void;
  } = {},
): Promise<FamilyContributions[]> {
  const groups = {
    groupOf: Int32Array.from(
      model.ensemble.features,
      ({ name }) => PLAYERS.indexOf(familyOf(name)),
    ),
    groups: PLAYERS.length,
  };
  const found: FamilyContributions[] = [];
  if (customer.length === 0) return found;
  const ofWeek = features(week);
  for (let begin = 0; begin < customer.length; begin += BLOCK) {
    const table = ofWeek({
      customer: customer.subarray(begin, begin + BLOCK),
      product: product.subarray(begin, begin + BLOCK),
    });
    const values = await groupShap(model.ensemble, modelInputs(model, table), groups, { workers });
    const [pair, group, others] = values;
    for (let row = 0; row < table.length; row++) {
      found.push({ pair: pair![row]!, group: group![row]!, others: others![row]! });
    }
    await releaseMemory();
    onProgress(found.length / customer.length);
  }
  return found;
}
