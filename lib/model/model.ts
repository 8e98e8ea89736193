import { PRESETS } from "../config/presets/presets.ts";
import { z } from "zod";
import { type Engine, MODEL_KINDS, type ModelKind } from "../config/parameters.ts";
import type { PresetName } from "../config/presets/preset.ts";
import { calibrate, type Calibration } from "./calibrate.ts";
import { repeatFlags } from "../features/pairs/labelled_rows.ts";
import { featureGroups, repeatedIn, rowsOf, type RowSource } from "../features/pairs/row_source.ts";
import { correctSampling, type SamplingRates } from "../features/pairs/sampling_rates.ts";
import { applyPreprocessing, type Preprocessing } from "../features/encoders/preprocessing.ts";
import { decodeModel, encodeModel } from "../forest/files/model_file.ts";
import { predictByColumns } from "../forest/scoring/predict_by_columns.ts";
import { predictEnsemble, type ScoringCache } from "../forest/scoring/predict.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { parseWeek } from "../table/time/week.ts";
import { UserError } from "../user_error.ts";

/** Names and values as in scikit-learn and XGBoost; see model_kinds.ts. */
export type ModelSettings = Record<string, number>;

/** Facts needed to use a model and to describe it. */
export interface ModelFacts {
  /** Preset of the training run. */
  preset: PresetName;
  /** The kind of model. */
  model: ModelKind;
  /** Engine that trained the trees. */
  engine: Engine;
  /** Names of its features before preprocessing, in order. */
  features: string[];
  /** Shares of the negatives in the training rows; probabilities are corrected for them. */
  sampling: SamplingRates;
  /** Calibration fitted on the validation weeks; null under the original preset. */
  calibration: Calibration | null;
  /** Threshold with the best F1 on the validation weeks; a threshold of the user replaces it. */
  decision_threshold: number;
  /** Settings by name. */
  settings: ModelSettings;
  /** ISO name of the first training week. */
  first_week: string;
  /** ISO name of the last training week. */
  last_week: string;
  /** Number of training rows. */
  rows: number;
  /** Purchases among the training rows. */
  purchases: number;
  /** Seed of all random choices. */
  seed: number;
}

/** Trees with everything needed to turn features into probabilities. */
export interface Model {
  /** The trees. */
  ensemble: TreeEnsemble;
  /** Encoders, if the preset has them. */
  preprocessing: Preprocessing | null;
  /** Facts needed to use the model. */
  facts: ModelFacts;
}

const FACTS = z.object({
  preset: z.enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]]),
  // older files omit this field
  model: z.enum(MODEL_KINDS).default("random_forest"),
  engine: z.enum(["forest", "ml-random-forest"]),
  features: z.array(z.string()),
  sampling: z.object({ repeatRate: z.number(), newRate: z.number() }),
  calibration: z.object({ a: z.number(), b: z.number(), c: z.number() }).nullable(),
  decision_threshold: z.number(),
  settings: z.record(z.string(), z.number()),
  first_week: z.string().refine((week) => parseWeek(week) !== undefined),
  last_week: z.string().refine((week) => parseWeek(week) !== undefined),
  rows: z.number(),
  purchases: z.number(),
  seed: z.number(),
});

const ENCODERS: z.ZodType<Preprocessing | null> = z.object({
  columns: z.array(z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("numeric"),
      name: z.string(),
      median: z.number().exactOptional(),
      winsorizer: z.object({ lower: z.number(), upper: z.number() }).exactOptional(),
      scaler: z.object({ mean: z.number(), scale: z.number() }).exactOptional(),
      kBins: z.object({ edges: z.array(z.number()) }).exactOptional(),
    }),
    z.object({
      kind: z.literal("categorical"),
      name: z.string(),
      oneHot: z.object({ categories: z.array(z.string()) }),
    }),
  ])),
}).nullable();

/** The threshold that the user gave, or the model's own. */
export function usedThreshold(facts: ModelFacts, given: "auto" | number): number {
  return given === "auto" ? facts.decision_threshold : given;
}

/** The inputs of the model's trees. */
export function modelInputs(model: Pick<Model, "preprocessing">, table: ColumnTable): ColumnTable {
  return model.preprocessing === null ? table : applyPreprocessing(model.preprocessing, table);
}

/** The steps of a probability, one value per row. */
export interface ProbabilitySteps {
  /** The trees' probability among the sampled training rows. */
  ofTrees: Float64Array;
  /** Corrected for the sampling of negatives: among all pairs. */
  corrected: Float64Array;
  /** The model's probability, after calibration. */
  calibrated: Float64Array;
}

/**
 * Probability of a purchase, one per row: corrected for the sampling of negatives and calibrated.
 * Neither step creates ties.
 *
 * @param options.repeat above 0 if the row's pair was bought before, which determines the
 *   correction; by default read from the features.
 * @param options.cache see {@linkcode predictEnsemble}.
 */
export async function predictProbability(
  model: Model,
  table: ColumnTable,
  options: { workers?: number; repeat?: ArrayLike<number>; cache?: ScoringCache } = {},
): Promise<Float64Array> {
  return (await probabilitySteps(model, table, options)).calibrated;
}

/** {@linkcode predictProbability} with the intermediate steps. */
export async function probabilitySteps(
  model: Model,
  table: ColumnTable,
  { workers = 1, repeat = repeatFlags(table) ?? new Uint8Array(table.length), cache }: {
    workers?: number;
    repeat?: ArrayLike<number>;
    cache?: ScoringCache;
  } = {},
): Promise<ProbabilitySteps> {
  const ofTrees = await predictEnsemble(model.ensemble, modelInputs(model, table), {
    workers,
    cache,
  });
  return stepsFrom(model.facts, ofTrees, repeat);
}

/** {@linkcode predictProbability} for rows of which a few features are in memory at a time. */
export async function predictSource(
  model: Model,
  source: RowSource,
  { workers = 1 }: { workers?: number } = {},
): Promise<Float64Array> {
  if (model.preprocessing !== null) {
    return await predictProbability(model, (await rowsOf(source)).features, { workers });
  }
  const { length } = source, repeat = repeatedIn(source) ?? new Uint8Array(length);
  const ofTrees = await predictByColumns(model.ensemble, length, featureGroups(source), {
    workers,
  });
  return stepsFrom(model.facts, ofTrees, repeat).calibrated;
}

function stepsFrom(
  { sampling, calibration }: ModelFacts,
  ofTrees: Float64Array,
  repeat: ArrayLike<number>,
): ProbabilitySteps {
  const corrected = correctSampling(ofTrees, repeat, sampling);
  const calibrated = calibration === null ? corrected : calibrate(corrected, calibration);
  return { ofTrees, corrected, calibrated };
}

/** The bytes of `model.arrow`: the trees as a table of nodes, everything else as metadata. */
export function encodeModelFile({ ensemble, preprocessing, facts }: Model): Uint8Array {
  return encodeModel(ensemble, {
    facts: JSON.stringify(facts),
    preprocessing: JSON.stringify(preprocessing),
  });
}

/**
 * Decodes the bytes of `model.arrow`.
 *
 * @throws UserError if the file is damaged or comes from another program.
 */
export function decodeModelFile(bytes: Uint8Array, name = "model.arrow"): Model {
  const { ensemble, metadata } = decodeModel(bytes);
  const expected = (what: string, key: string) =>
    new UserError(
      `${name}: expected ${what} in the metadata, found ${metadata[key] ?? "none"}.\n` +
        "Train a new model with --force-train.",
      1,
    );
  const parsed = (what: string, key: string): unknown => {
    try {
      return JSON.parse(metadata[key] ?? "null");
    } catch {
      throw expected(what, key);
    }
  };
  const facts = FACTS.safeParse(parsed("the facts of a model", "facts"));
  if (!facts.success) throw expected("the facts of a model", "facts");
  const preprocessing = ENCODERS.safeParse(parsed("encoders", "preprocessing"));
  if (!preprocessing.success) throw expected("encoders", "preprocessing");
  return { ensemble, preprocessing: preprocessing.data, facts: facts.data };
}
