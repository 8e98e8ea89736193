import { z } from "zod";
import { PRESETS } from "./presets/presets.ts";
import type { PresetName } from "./presets/preset.ts";
import { parseWeek } from "../table/week.ts";
import { UserError } from "../user_error.ts";

/**
 * Every parameter once. From here come the flags of the commands (`n_trials` → `--n-trials`), their
 * `--help`, the checks, the record in `run.json` and the table in the README.
 */
export interface Parameter<T> {
  /** The value of a flag's text, or of a value of its own kind; `undefined` where it is refused. */
  read: (given: unknown) => T | undefined;
  /** What is accepted, in words: it ends "expected …". */
  expected: string;
  /** What it is, in words. */
  meaning: string;
  /** The value where none is given. */
  default: T;
  /** Presets that have another value. */
  byPreset: Partial<Record<PresetName, T>>;
  /** An environment variable that stands behind the flag. */
  environment?: string;
  /** False where results do not depend on it: `--resume` lets it change. */
  affectsResults: boolean;
}

/** The kinds of model; each has its learner in lib/model/model_kinds.ts. */
export const MODEL_KINDS = ["random_forest", "gradient_boosting"] as const;

/** Which code grows a forest: this project's, or the package ml-random-forest. */
export type Engine = "forest" | "ml-random-forest";
/** The kinds of model. */
export type ModelKind = (typeof MODEL_KINDS)[number];
/** A kind of model, or both with the better one chosen on validation weeks. */
export type ModelChoice = ModelKind | "best";

const numberText = z.union([
  z.number(),
  z.string().regex(/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i).transform(Number),
]);
const wholeNumber = (min: number, max: number) => numberText.pipe(z.int().min(min).max(max));
const share = numberText.pipe(z.number().gt(0).lt(1));
const text = z.string().trim().min(1);
const flag = z.boolean();

function parameter<T>(
  schema: z.ZodType<T>,
  expected: string,
  meaning: string,
  defaultValue: T,
  more: {
    byPreset?: Partial<Record<PresetName, T>>;
    environment?: string;
    affectsResults?: boolean;
  } = {},
): Parameter<T> {
  const read = (given: unknown) => schema.safeParse(given).data;
  return {
    read,
    expected,
    meaning,
    default: defaultValue,
    byPreset: {},
    affectsResults: true,
    ...more,
  };
}

/** Every parameter by its name. */
export const PARAMETERS = {
  data_dir: parameter(
    text,
    "a folder",
    "folder with transacciones.parquet, clientes.parquet and productos.parquet",
    "data",
    { environment: "SODAI_DATA_DIR", affectsResults: false },
  ),
  outputs_dir: parameter(text, "a folder", "folder for runs and `latest`", "outputs", {
    environment: "SODAI_OUTPUTS_DIR",
    affectsResults: false,
  }),
  preset: parameter<PresetName>(
    z.enum(Object.keys(PRESETS) as [PresetName, ...PresetName[]]),
    "default or original",
    "default: what measures best; original: the first system to the letter",
    "default",
  ),
  model: parameter<ModelChoice>(
    z.enum([...MODEL_KINDS, "best"]),
    `${MODEL_KINDS.join(", ")} or best`,
    "what learns; best: both, sharing the trials, and validation weeks choose",
    "random_forest",
  ),
  engine: parameter<Engine>(
    z.enum(["forest", "ml-random-forest"]),
    "forest or ml-random-forest",
    "which code grows the forest; ml-random-forest is slow and learns from few rows",
    "forest",
  ),
  n_trials: parameter(
    wholeNumber(1, 1000),
    "a whole number from 1 to 1,000",
    "settings that the search tries",
    30,
  ),
  weeks_to_include: parameter(
    wholeNumber(3, 520),
    "a whole number from 3 to 520",
    "complete weeks over train, validation and test; features see all earlier history",
    12,
    { byPreset: { original: 4 } },
  ),
  max_rows: parameter(
    wholeNumber(1000, 19_000_000),
    "a whole number from 1,000 to 19,000,000",
    "most rows to train on: negatives beyond it are left to chance, which bounds memory",
    1_000_000,
  ),
  threshold: parameter(
    share,
    "a number between 0 and 1",
    "significance level of the drift decision",
    0.05,
  ),
  min_samples: parameter(
    wholeNumber(2, 1_000_000),
    "a whole number from 2 to 1,000,000",
    "values that a variable needs on both sides to be tested for drift",
    30,
  ),
  max_model_age_weeks: parameter(
    wholeNumber(1, 520),
    "a whole number from 1 to 520",
    "a model older than this is trained again although nothing drifted; original: never",
    4,
  ),
  force_train: parameter(flag, "no value", "train although nothing drifted", false),
  decision_threshold: parameter<"auto" | number>(
    z.union([z.literal("auto"), share]),
    "auto or a number between 0 and 1",
    "probability above which a pair enters predicciones.csv; auto: best F1 on validation weeks",
    "auto",
    { byPreset: { original: 0.5 } },
  ),
  launches: parameter(
    flag,
    "no value",
    "score products that never sold by their attributes, so that they can be recommended",
    false,
  ),
  shap_rows: parameter(
    wholeNumber(50, 1_000_000),
    "a whole number from 50 to 1,000,000",
    "rows that shap_analysis explains",
    500,
  ),
  seed: parameter(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
    "a whole number from 0",
    "seed of every random choice: same inputs and seed, same bytes",
    0,
  ),
  workers: parameter<"auto" | number>(
    z.union([z.literal("auto"), wholeNumber(1, 256)]),
    "auto or a whole number from 1 to 256",
    "threads that grow and ask the trees; results do not depend on it; auto: one a processor",
    "auto",
    { affectsResults: false },
  ),
  week: parameter<string | null>(
    z.union([z.null(), text.refine((name) => parseWeek(name) !== undefined)]),
    "a week such as 2024-W48",
    "predict this week, as if the data ended before its Monday",
    null,
  ),
  resume: parameter(flag, "no value", "continue the newest unfinished run", false, {
    affectsResults: false,
  }),
  no_report: parameter(flag, "no value", "do not render the notebooks at the end", false, {
    affectsResults: false,
  }),
  keep_runs: parameter(
    wholeNumber(1, 10_000),
    "a whole number from 1 to 10,000",
    "successful runs that are kept besides the one that `latest` names, and as many others",
    12,
    { affectsResults: false },
  ),
  cron: parameter(
    text,
    "five cron fields",
    "when the schedule runs, in UTC; write weekdays as names, for Deno counts Sunday as 1",
    "0 9 * * MON",
    { affectsResults: false },
  ),
};

/** The name of a parameter, as in `run.json`. */
export type ParameterName = keyof typeof PARAMETERS;
/** The value of every parameter. */
export type Config = {
  [K in ParameterName]: (typeof PARAMETERS)[K] extends Parameter<infer T> ? T : never;
};

/** What the command line hands over: the flags that were given, as text or true. */
export type GivenParameters = { [K in ParameterName]?: unknown };

/** `n_trials` → `--n-trials`. */
export function flagName(name: string): string {
  return `--${name.replaceAll("_", "-")}`;
}

/** The default of a parameter under a preset. */
export function defaultOf(name: ParameterName, preset: PresetName): Config[ParameterName] {
  const { default: value, byPreset } = PARAMETERS[name] as Parameter<Config[ParameterName]>;
  return byPreset[preset] ?? value;
}

/**
 * The whole configuration: what was given, checked, and the defaults of the preset for the rest.
 * An environment variable stands behind its flag.
 *
 * @throws UserError with one line a parameter that is out of bounds.
 *
 * @example
 * ```ts
 * import { resolveConfig } from "./config.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(resolveConfig({ preset: "original" }).weeks_to_include, 4);
 * assert.equal(resolveConfig({ n_trials: "5" }).n_trials, 5);
 * assert.throws(() => resolveConfig({ threshold: "2" }), /--threshold: expected a number between/);
 * ```
 */
export function resolveConfig(
  given: GivenParameters,
  environment: (name: string) => string | undefined = () => undefined,
): Config {
  const problems: string[] = [];
  const valueOf = (name: ParameterName, preset: PresetName) => {
    const { read, expected, environment: variable } = PARAMETERS[name] as Parameter<unknown>;
    const behind = variable === undefined ? undefined : environment(variable) || undefined;
    const value = given[name] ?? behind;
    if (value === undefined) return defaultOf(name, preset);
    const result = read(value);
    if (result !== undefined) return result;
    const source = given[name] === undefined ? variable! : flagName(name);
    problems.push(`${source}: expected ${expected}, found ${JSON.stringify(value)}`);
    return undefined;
  };
  const preset = (valueOf("preset", "default") ?? "default") as PresetName;
  problems.length = 0;
  const config = Object.fromEntries(
    (Object.keys(PARAMETERS) as ParameterName[]).map((name) => [name, valueOf(name, preset)]),
  );
  if (config["engine"] === "ml-random-forest" && config["model"] === "gradient_boosting") {
    problems.push("--model: expected random_forest or best with --engine ml-random-forest");
  }
  if (problems.length > 0) {
    throw new UserError(`${problems.join("\n")}\n--help lists every parameter.`);
  }
  return config as Config;
}
