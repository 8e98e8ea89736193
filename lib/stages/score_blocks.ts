import type { FeatureSource } from "../features/feature_source.ts";
import { type Cross, crossBlocks, crossPairs } from "../features/pairs/cross.ts";
import { BLOCK_PAIRS } from "../features/pairs/labelled_pairs.ts";
import { type Model, predictProbability } from "../model/model.ts";
import type { Block } from "../table/block.ts";
import type { SalesData } from "../table/sales_data.ts";
import { scoredPart } from "./scored_part.ts";

/** What a forecast is made from. */
export interface PredictInput {
  sales: SalesData;
  model: Model;
  features: FeatureSource;
}

/** How the model scores. */
export interface ScoreOptions {
  /** Threads. */
  workers?: number;
  /**
   * The model also scores products that never sold, for customers with order lines, by the features
   * of their attribute group.
   */
  launches?: boolean;
  /** Pairs scored at a time. */
  blockPairs?: number;
}

/** Some customers × some products, and what makes their probabilities, by customer, then product. */
export interface ScoreBlock extends Block<Promise<Float64Array>> {
  cross: Cross;
}

/** What the model scores, in blocks of whole customers. */
export function* scoreBlocks(
  { sales, model, features }: PredictInput,
  { workers = 1, launches = false, blockPairs = BLOCK_PAIRS }: ScoreOptions = {},
): Generator<ScoreBlock> {
  let ofWeek: ReturnType<FeatureSource> | undefined;
  const part = scoredPart(sales, model.facts.preset, { launches });
  for (const cross of crossBlocks(part, blockPairs)) {
    const make = () => {
      const table = (ofWeek ??= features(sales.predictedWeek))(crossPairs(cross));
      return predictProbability(model, table, { workers });
    };
    yield { name: cross.range, cost: cross.rows, cross, make };
  }
}
