import { PRESETS } from "../config/presets/presets.ts";
import { z } from "zod";
import { type Engine, MODEL_KINDS, type ModelKind } from "../config/config.ts";
import type { PresetName } from "../config/presets/preset.ts";
import { calibrate, type Calibration } from "./calibrate.ts";
import { repeatFlags } from "../features/pairs/labelled_rows.ts";
import { correctSampling, type SamplingRates } from "../features/pairs/training_rows.ts";
import { applyPreprocessing, type Preprocessing } from "../features/encoders/preprocessing.ts";
import { decodeModel, encodeModel } from "../forest/files/model_file.ts";
import { predictEnsemble, type ScoringCache } from "../forest/scoring/predict.ts";
import type { TreeEnsemble } from "../forest/tree_ensemble.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { UserError } from "../user_error.ts";

/** Names and values as scikit-learn and XGBoost have them; see model_kinds.ts. */
export type ModelSettings = Record<string, number>;

/** What a model must know to be used, and what people ask about it. */
export interface ModelFacts {
  /** The preset that it was trained under. */
  preset: PresetName;
  /** The kind of model. */
  model: ModelKind;
  /** What grew its trees. */
  engine: Engine;
  /** Names of the features it is given, before preprocessing, in their order. */
  features: string[];
  /** Shares of the negatives it learned from; its probabilities are corrected for them. */
  sampling: SamplingRates;
  /** What held-out weeks taught about its probabilities; the original preset has none. */
  calibration: Calibration | null;
  /** The best F1 on its validation weeks; a number that the user gives goes before it. */
  decision_threshold: number;
  /** By name. */
  settings: ModelSettings;
  /** ISO names of the first and last week it learned from. */
  first_week: string;
  /** ISO name of the last week that it learned from. */
  last_week: string;
  /** Rows that it learned from. */
  rows: number;
  /** Purchases among them. */
  purchases: number;
  /** Of all random choices. */
  seed: number;
}

/** Trees with everything that turns features into probabilities. */
export interface Model {
  /** The trees. */
  ensemble: TreeEnsemble;
  /** Encoders, where the preset has them. */
  preprocessing: Preprocessing | null;
  /** What must be known to use it. */
  facts: ModelFacts;
}

const FACTS = z.object({
  preset: z.enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]]),
  // files of before there was a choice do not say
  model: z.enum(MODEL_KINDS).default("random_forest"),
  engine: z.enum(["forest", "ml-random-forest"]),
  features: z.array(z.string()),
  sampling: z.object({ repeatRate: z.number(), newRate: z.number() }),
  calibration: z.object({ a: z.number(), b: z.number(), c: z.number() }).nullable(),
  decision_threshold: z.number(),
  settings: z.record(z.string(), z.number()),
  first_week: z.string(),
  last_week: z.string(),
  rows: z.number(),
  purchases: z.number(),
  seed: z.number(),
});

/** The threshold that the user gave, or the model's own. */
export function usedThreshold(facts: ModelFacts, given: "auto" | number): number {
  return given === "auto" ? facts.decision_threshold : given;
}

/** The table as the model's trees read it. */
export function modelInputs(model: Pick<Model, "preprocessing">, table: ColumnTable): ColumnTable {
  return model.preprocessing === null ? table : applyPreprocessing(model.preprocessing, table);
}

/** How the probabilities of rows come about, one a row. */
export interface ProbabilitySteps {
  /** What the trees say: among the rows that the model learned from. */
  ofTrees: Float64Array;
  /** Among all pairs, of which not all that were not bought were learned from. */
  corrected: Float64Array;
  /** The model's answer: corrected by what held-out weeks taught. */
  calibrated: Float64Array;
}

/**
 * Probability of a purchase, one a row of the features: corrected for the sampling of negatives and
 * calibrated, neither of which makes a tie.
 *
 * @param options.repeat above 0 where a row's pair was bought before, which decides its correction;
 *   the features say so where they have not been changed.
 * @param options.cache see {@linkcode predictEnsemble}.
 */
export async function predictProbability(
  model: Model,
  table: ColumnTable,
  options: { workers?: number; repeat?: ArrayLike<number>; cache?: ScoringCache } = {},
): Promise<Float64Array> {
  return (await probabilitySteps(model, table, options)).calibrated;
}

/** What {@linkcode predictProbability} does, with what it passes through. */
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
  const { sampling, calibration } = model.facts;
  const corrected = correctSampling(ofTrees, repeat, sampling);
  const calibrated = calibration === null ? corrected : calibrate(corrected, calibration);
  return { ofTrees, corrected, calibrated };
}

/** The bytes of `model.arrow`: the trees as a table of nodes, the rest in its metadata. */
export function encodeModelFile({ ensemble, preprocessing, facts }: Model): Uint8Array {
  return encodeModel(ensemble, {
    facts: JSON.stringify(facts),
    preprocessing: JSON.stringify(preprocessing),
  });
}

/**
 * The model of a `model.arrow`.
 *
 * @throws UserError where the file is damaged or of another program.
 */
export function decodeModelFile(bytes: Uint8Array, name = "model.arrow"): Model {
  const { ensemble, metadata } = decodeModel(bytes);
  const expected = (what: string, key: string) =>
    new UserError(
      `${name}: expected ${what} in the metadata, found ${metadata[key] ?? "none"}.\n` +
        "Train a new one with --force-train.",
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
  const preprocessing = parsed("encoders", "preprocessing") as Preprocessing | null;
  return { ensemble, preprocessing, facts: facts.data };
}
