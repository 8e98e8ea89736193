import { fullCatalogue } from "../../features/pairs/known_universe.ts";
import { repeatFlags } from "../../features/pairs/labelled_rows.ts";
import { treeShap } from "../../forest/explaining/tree_shap.ts";
import type { Column } from "../../table/column_table.ts";
import { modelInputs, probabilitySteps } from "../../model/model.ts";
import { type PredictInput, rowsToScore, scoreTheRest } from "../predict.ts";

/** What one feature of a pair adds to the score of the trees. */
export interface Contribution {
  feature: string;
  /** Before encoders; `null` is a missing value. */
  value: number | string | null;
  contribution: number;
}

/** Why the trees say what they say of a pair, and what becomes of it. */
export interface TreesExplanation {
  kind: "trees";
  /** Of base value, contributions and score: a forest adds up probabilities, boosting log-odds. */
  unit: "probability" | "log_odds";
  /** The score of the training rows on average. */
  baseValue: number;
  /** Of every feature, the largest first, whatever their sign. */
  contributions: Contribution[];
  /** Base value and contributions summed. */
  score: number;
  /** The score as a probability among the rows that the model learned from. */
  ofTrees: number;
  /** Whether the pair was bought before, by which negatives were sampled. */
  repeat: boolean;
  /** Share of the negatives of its kind that the model learned from. */
  rate: number;
  /** The probability among all pairs. */
  corrected: number;
  /** Whether the model has a calibration. */
  calibrated: boolean;
  /** After calibration: what `predict` answers. */
  probability: number;
}

/** A pair that the trees were not asked about: `launch` never sold, `new_customer` never bought. */
export interface RuleExplanation {
  kind: "launch" | "new_customer";
  probability: number;
}

/**
 * Why a customer and a product have the probability that {@linkcode predict} gives them, worked out
 * again from the same features.
 *
 * @param published the probabilities of the whole catalogue in its order, of which the pairs that
 *   the trees score fix what products that never sold may have at most.
 * @param options.customer index, not id.
 * @param options.product index, not id.
 * @param options.launches as the forecast was made.
 */
export async function explainPair(
  { sales, model, features, published }: PredictInput & { published: Float64Array },
  { customer, product, launches = false }: {
    customer: number;
    product: number;
    launches?: boolean;
  },
): Promise<TreesExplanation | RuleExplanation> {
  const pairs = fullCatalogue(sales);
  const row = customer * sales.products.ids.length + product;
  const scored = rowsToScore(sales, pairs, model.facts.preset, { launches });
  if (!scored.includes(row)) {
    const probability = published.slice();
    scoreTheRest(sales, pairs, scored, probability);
    const kind = launches || sales.lines.product.includes(product) ? "new_customer" : "launch";
    return { kind, probability: probability[row]! };
  }

  const pair = { customer: Int32Array.of(customer), product: Int32Array.of(product) };
  const table = features(sales.predictedWeek, pair);
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

/** Of the first column of that name; `null` where it is missing. */
function firstValue(columns: Column[], name: string): number | string | null {
  const column = columns.find((candidate) => candidate.name === name);
  if (column?.kind !== "numeric") return column?.categories[column.codes[0]!] ?? null;
  return Number.isNaN(column.values[0]) ? null : column.values[0]!;
}
