import { z } from "zod";
import { type Language, LANGUAGES } from "../language/language.ts";
import { nearTimeZone, parseTimeZone } from "../table/time/time_zones.ts";
import { parseWeek } from "../table/time/week.ts";
import { flag, type Parameter, parameter, share, text, wholeNumber } from "./parameter.ts";
import type { PresetName } from "./presets/preset.ts";
import { PRESETS } from "./presets/presets.ts";
import { redactUrl } from "./secrets.ts";
import { parseSize } from "./parse_size.ts";
import { splitCommand } from "./split_command.ts";

/** The kinds of model whose settings are searched; see lib/model/model_kinds.ts. */
export const SEARCHED_KINDS = ["random_forest", "gradient_boosting"] as const;
/** The kinds of model: also the mean of the searched ones and a regression in log-odds. */
export const MODEL_KINDS = [...SEARCHED_KINDS, "blend"] as const;

/** Implementation of the random forest: this project's, or the package ml-random-forest. */
export type Engine = "forest" | "ml-random-forest";
/** The kinds of model whose settings are searched. */
export type SearchedKind = (typeof SEARCHED_KINDS)[number];
/** The kinds of model. */
export type ModelKind = (typeof MODEL_KINDS)[number];
/** A searched kind, or the best of all kinds on the validation weeks. */
export type ModelChoice = SearchedKind | "best";

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
    "default: what measures best; original: reproduces the original system",
    "default",
  ),
  model: parameter<ModelChoice>(
    z.enum([...SEARCHED_KINDS, "best"]),
    `${SEARCHED_KINDS.join(", ")} or best`,
    "kind of model; best: that of both and their blend that validation weeks select",
    "best",
    { byPreset: { original: "random_forest" } },
  ),
  engine: parameter<Engine>(
    z.enum(["forest", "ml-random-forest"]),
    "forest or ml-random-forest",
    "implementation of the forest; ml-random-forest is slow and trains on few rows",
    "forest",
  ),
  n_trials: parameter(
    wholeNumber(1, 1000),
    "a whole number from 1 to 1,000",
    "trials of the hyperparameter search",
    30,
  ),
  weeks_to_include: parameter(
    wholeNumber(3, 520),
    "a whole number from 3 to 520",
    "complete weeks for train, validation and test; features use all earlier weeks",
    12,
    { byPreset: { original: 4 } },
  ),
  max_rows: parameter(
    wholeNumber(1000, 19_000_000),
    "a whole number from 1,000 to 19,000,000",
    "maximum rows to train on: beyond, negatives and then customers are left out at random",
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
    "values that a variable needs in both samples to be tested for drift",
    30,
  ),
  max_model_age_weeks: parameter(
    wholeNumber(1, 520),
    "a whole number from 1 to 520",
    "a model older than this is retrained without drift; original: never",
    4,
  ),
  force_train: parameter(flag, "no value", "train even without drift", false),
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
    "score products that were never sold by their attributes, so that they can be recommended",
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
    "seed of every random choice: the same inputs and seed give the same bytes",
    0,
  ),
  workers: parameter<"auto" | number>(
    z.union([z.literal("auto"), wholeNumber(1, 256)]),
    "auto or a whole number from 1 to 256",
    "threads for training and scoring; results do not depend on it; auto: one per processor",
    "auto",
    { affectsResults: false },
  ),
  memory_limit: parameter(
    text.refine((size) => size === "auto" || parseSize(size) !== undefined),
    "auto or a size such as 2GiB or 900MiB",
    "memory that a run may use: with less it works in smaller blocks; results do not depend on it; auto: nine tenths of the machine's",
    "auto",
    { affectsResults: false },
  ),
  shards: parameter(
    wholeNumber(1, 10_000),
    "a whole number from 1 to 10,000",
    "parts, at least, in which the customers of a week are worked on: one after the other, or side by side by `stage --shard`; results do not depend on it",
    1,
    { affectsResults: false },
  ),
  week: parameter<string | null>(
    z.union([z.null(), text.refine((name) => parseWeek(name) !== undefined)]),
    "a week such as 2024-W48",
    "predict this week, as if the data ended before its Monday",
    null,
  ),
  time_zone: parameter<string | null>(
    z.union([z.null(), text.transform(parseTimeZone).pipe(z.string())]),
    "an IANA time zone such as Europe/Madrid",
    "zone of the days of purchases, of today and of --cron; if none: UTC",
    null,
    { near: nearTimeZone },
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
    "published runs to keep besides the one that `latest` names; others are kept up to the same number",
    12,
    { affectsResults: false },
  ),
  max_data_age: parameter(
    wholeNumber(1, 36_500),
    "a whole number from 1 to 36,500",
    "days since the newest transaction: a scheduled run refuses older data and waits, a run by hand says so first; not with --week",
    14,
    { affectsResults: false },
  ),
  language: parameter<Language | "auto">(
    z.enum([...LANGUAGES, "auto"]),
    "en, es or auto",
    "language of the first page, visitas.csv and the summary; auto: Spanish if LANG asks for it",
    "auto",
    { affectsResults: false },
  ),
  csv_locale: parameter<Language | "auto">(
    z.enum([...LANGUAGES, "auto"]),
    "en, es or auto",
    "separators of visitas.csv: en 1.5 and commas, es 1,5 and semicolons; auto: those of --language",
    "auto",
    { affectsResults: false },
  ),
  cron: parameter(
    text,
    "five cron fields",
    "times of scheduled runs, in --time-zone; write weekdays by name, because Deno counts Sunday as 1",
    "0 9 * * MON",
    { affectsResults: false },
  ),
  catch_up: parameter<"latest" | "all" | "none">(
    z.enum(["latest", "all", "none"]),
    "latest, all or none",
    "after scheduled times that passed while nothing ran: forecast the newest week; all: first each week without a forecast, as of its Monday; none: wait for the next time",
    "latest",
    { affectsResults: false },
  ),
  poll_minutes: parameter(
    wholeNumber(1, 1440),
    "a whole number from 1 to 1,440",
    "minutes between two looks at the input files, while a scheduled run waits for new data",
    10,
    { affectsResults: false },
  ),
  notify_url: parameter<string | null>(
    z.union([z.null(), text.refine((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ""))]),
    "an http or https address",
    "webhook of Slack, Teams or another chat for alerts: failed, held, late, recovered; secret, so prefer the variable",
    null,
    {
      environment: "SODAI_NOTIFY_URL",
      affectsResults: false,
      shown: (url) => url && redactUrl(url),
    },
  ),
  on_exit: parameter<string | null>(
    z.union([z.null(), text.refine((command) => splitCommand(command) !== undefined)]),
    "a program and its arguments, quotes closed",
    "program for the same alerts: it gets one as JSON on standard input and as SODAI_ALERT_… variables; no shell",
    null,
    {
      affectsResults: false,
      // its arguments may be secret
      shown: (command) => command && splitCommand(command)![0],
    },
  ),
};

/** The name of a parameter, as in `run.json`. */
export type ParameterName = keyof typeof PARAMETERS;
/** The values of all parameters. */
export type Config = {
  [K in ParameterName]: (typeof PARAMETERS)[K] extends Parameter<infer T> ? T : never;
};
