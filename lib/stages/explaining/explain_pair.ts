import { repeatFlags } from "../../features/pairs/labelled_rows.ts";
import { treeShap } from "../../forest/explaining/tree_shap.ts";
import type { Column } from "../../table/column_table.ts";
import { modelInputs, probabilitySteps } from "../../model/model.ts";
import type { PredictInput } from "../score_blocks.ts";
import { scoredPart, scoreTheRest } from "../scored_part.ts";

/** The contribution of one feature to a pair's score. */
export interface Contribution {
  feature: string;
  /** Before encoding; `null` is a missing value. */
  value: number | string | null;
  contribution: number;
}

/** How the trees score a pair, and how its probability follows from that. */
export interface TreesExplanation {
  kind: "trees";
  /**
   * Unit of base value, contributions and score: probability for forests, log-odds for boosting.
   */
  unit: "probability" | "log_odds";
  /** Mean score of the training rows. */
  baseValue: number;
  /** One per feature, sorted by descending absolute value. */
  contributions: Contribution[];
  /** Base value plus all contributions. */
  score: number;
  /** The score as a probability among the sampled training rows. */
  ofTrees: number;
  /** Whether the pair was bought before; the sampling rate of negatives depends on it. */
  repeat: boolean;
  /** Share of the negatives of this kind in the training rows. */
  rate: number;
  /** The probability among all pairs. */
  corrected: number;
  /** Whether the model has a calibration. */
  calibrated: boolean;
  /** After calibration: the result of `predict`. */
  probability: number;
}

/** A pair that the trees do not score: `launch` never sold, `new_customer` never bought. */
export interface RuleExplanation {
  kind: "launch" | "new_customer";
  probability: number;
}

/**
 * Explains the probability that {@linkcode predict} gives to a pair, recomputed from the same
 * features.
 *
 * @param published the probabilities of the full catalogue in its order; those of the pairs that
 *   the trees score limit the probability of products that never sold.
 * @param options.customer index, not id.
 * @param options.product index, not id.
 * @param options.launches as for the forecast.
 */
export async function explainPair(
  { sales, model, features, published }: PredictInput & { published: Float64Array },
  { customer, product, launches = false }: {
    customer: number;
    product: number;
    launches?: boolean;
  },
): Promise<TreesExplanation | RuleExplanation> {
  const scored = scoredPart(sales, model.facts.preset, { launches });
  if (!scored.customers.includes(customer) || !scored.products.includes(product)) {
    const probability = published.slice();
    scoreTheRest(sales, scored, probability);
    const kind = launches || sales.lines.product.includes(product) ? "new_customer" : "launch";
    return { kind, probability: probability[customer * sales.products.ids.length + product]! };
  }

  const pair = { customer: Int32Array.of(customer), product: Int32Array.of(product) };
  const table = features(sales.predictedWeek)(pair);
  const inputs = modelInputs(model, table);
  const { ofTrees, corrected, calibrated } = await probabilitySteps(model, table);
  const { baseValue, values } = await treeShap(model.ensemble, inputs);
  const repeat = (repeatFlags(table)?.[0] ?? 0) > 0;
  const { link } = model.ensemble;
  const { sampling, calibration } = model.facts;
  return {
    kind: "trees",
    unit: link === "mean" ? "probability" : "log_odds",
    baseValue,
    contributions: model.ensemble.features.map(({ name }, f) => ({
      feature: name,
      value: firstValue([...table.columns, ...inputs.columns], name),
      contribution: values[f]!,
    })).sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
    score: values.reduce((sum, value) => sum + value, baseValue),
    ofTrees: ofTrees[0]!,
    repeat,
    rate: repeat ? sampling.repeatRate : sampling.newRate,
    corrected: corrected[0]!,
    calibrated: calibration !== null,
    probability: calibrated[0]!,
  };
}

/** First value of the first column with that name; `null` if it is missing. */
function firstValue(columns: Column[], name: string): number | string | null {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind !== "numeric") return column?.categories[column.codes[0]!] ?? null;
  return Number.isNaN(column.values[0]) ? null : column.values[0]!;
}
