import type { PresetName } from "../../config/presets/preset.ts";
import type { DecisionCause } from "../decide/retrain.ts";
import type { Id } from "../../table/ids.ts";

/** The test of one variable; plain JSON. */
export interface DriftVariable {
  /** Name of the variable. */
  name: string;
  /** Kind of its values. */
  kind: "numeric" | "categorical";
  /** The test for this kind. */
  test: "kolmogorov_smirnov" | "chi_square";
  /** False if it was not tested; then all measures are null. */
  tested: boolean;
  /** The reason if it was not tested. */
  why_not_tested?: string;
  /** Test statistic. */
  statistic: number | null;
  /** P-value of the test, not adjusted. */
  p_value: number | null;
  /** Degrees of freedom of the chi-square test. */
  degrees_of_freedom?: number;
  /** Values of the reference that are not missing. */
  n_reference: number;
  /** Current values that are not missing. */
  n_current: number;
  /** The Kolmogorov–Smirnov distance or Cramér's V, from 0 to 1. */
  effect_size: number | null;
  /** Name of the effect size. */
  effect_name: "ks_distance" | "cramers_v";
  /** Population stability index, over deciles of the reference or over categories. */
  psi: number | null;
  /** P-value of the permutation test within customers; default preset. */
  cluster_p_value?: number;
  /** The category that moved most, in units of its usual weekly move; default preset. */
  largest_move?: { category: string; score: number | null };
  /** Whether the rule counts it as drifted. */
  drifted: boolean;
  /** The result as a sentence. */
  verdict: string;
}

/** One main category's move; null where it is unknown, as in weeks without purchases. */
export interface DriftMove {
  /** Name of the variable. */
  variable: string;
  /** One of its categories. */
  category: string;
  /** Share of the purchases in the reference weeks. */
  share_reference: number | null;
  /** Share of the purchases in the recent weeks. */
  share_recent: number | null;
  /** Natural logarithm of the ratio of the shares. */
  move: number | null;
  /** Root mean square of the past moves. */
  usual_move: number | null;
  /** Absolute move divided by the usual move. */
  score: number | null;
}

/** The decision of the default preset: the largest category move. */
export interface DriftLargestMove {
  /** False with fewer than four past moves: then the permutation test decides. */
  judged: boolean;
  /** Whether a score exceeds the limit. */
  alarm: boolean;
  /** A score above it is an alarm. */
  limit: number | null;
  /** Number of main categories. */
  main_categories: number;
  /** Number of past moves. */
  past_moves: number;
  /** The weeks of `share_reference`; null for a reference that the user gave. */
  against: string | null;
  /** Every main category, the largest score first. */
  moves: DriftMove[];
}

/** A chart that is reported next to the decision and does not retrain. */
export interface DriftNotice {
  /** Name of the chart. */
  name: string;
  /** Its value in the reference weeks. */
  reference: number | null;
  /** Its value in the recent weeks. */
  recent: number | null;
  /** Absolute move divided by the usual move. */
  score: number | null;
  /** A higher score is a notice. */
  limit: number | null;
  /** Whether the score exceeds the limit. */
  noticed: boolean;
  /** The result as a sentence. */
  text: string;
}

/** Items that appeared or vanished: how many, and the first of them. */
export interface Changed<T> {
  /** Number of items. */
  count: number;
  /** The first few of them. */
  first: T[];
}

/** What appeared and what vanished, whatever its share. */
export interface SchemaDrift {
  /** Variables that the reference does not have. */
  new_variables: string[];
  /** Variables that only the reference has. */
  vanished_variables: string[];
  /** Categories by variable. */
  categories: { variable: string; new_categories: string[]; vanished_categories: string[] }[];
  /** New: sold for the first time. Vanished: sold in the reference weeks and not now. */
  products: { new: Changed<Id>; vanished: Changed<Id> };
  /** New: bought for the first time. Vanished: bought in each reference week and not now. */
  customers: { new: Changed<Id>; vanished: Changed<Id> };
  /** Columns of the input files, compared with the run that trained the model in use. */
  columns: { table: string; new_columns: string[]; vanished_columns: string[] }[];
  /** Missing values of a column, where they appeared, disappeared or more than doubled. */
  nulls: { table: string; column: string; before: number; now: number }[];
}

/** Columns of the input files and their missing values; the next run compares with them. */
export interface InputShape {
  /** Column names by table. */
  columns: Record<string, string[]>;
  /** Missing values by table and column. */
  nulls: Record<string, Record<string, number>>;
}

/** Average precision of a published forecast, once its week is complete. */
export interface RealisedPrecision {
  /** ISO name of the forecast week. */
  week: string;
  /** The preset of the forecast. */
  preset: PresetName;
  /** Over the week's known universe. */
  average_precision: number;
  /** Pairs of the known universe. */
  pairs: number;
  /** Bought pairs among them. */
  purchases: number;
  /** What was forecast in sum, and what happened; absent in reports of earlier versions. */
  outcome?: ForecastOutcome;
}

/** A published forecast in numbers, and what its week brought. */
export interface ForecastOutcome {
  /** The sum of its probabilities. */
  expected: number;
  /** Ends of its 80 % interval, if it had one. */
  low?: number;
  /** See `low`. */
  high?: number;
  /** Pairs bought in the week. */
  bought: number;
  /** Rows of its `predicciones.csv`. */
  listed: number;
  /** Those that were bought. */
  listed_bought: number;
  /** The same for units; absent before 0.3.0. */
  items?: {
    expected: number;
    low?: number;
    high?: number;
    /** Units bought in the week. */
    bought: number;
  };
}

/** Summary of one run's decision, for later runs. */
export interface DriftDecision {
  /** The compared week. */
  week: string;
  /** The task that follows. */
  decision: DriftReport["decision"];
  /** Whether the rule detected drift. */
  drift_detected: boolean;
  /** Largest score of each variable divided by the limit: above 1 it is an alarm. */
  scores: Record<string, number>;
}

/** The `reference` of a report without reference weeks, as in a first run. */
export const NO_REFERENCE = "nothing yet";

/** The contract of `drift_report.json`. */
export interface DriftReport {
  /** The preset of the run. */
  preset: PresetName;
  /** Name of the reference weeks. */
  reference: string;
  /** Name of the compared week. */
  current: string;
  /** Whether the rule detected drift; false also where nothing could be judged. */
  drift_detected: boolean;
  /**
   * False if there is no reference, too few purchases, or a model that was already trained on the
   * compared week: then `drift_detected` does not mean that there is no drift.
   */
  drift_judged: boolean;
  /** The task that follows. */
  decision: "train_model" | "skip_training";
  /** What led to it. */
  cause: DecisionCause;
  /** The reason, as a sentence. */
  reason: string;
  /** Significance level of the rule. */
  threshold: number;
  /** Variables with fewer values are not tested. */
  min_samples: number;
  /** Description of the rule. */
  method: string;
  /** The tests of the compared variables. */
  variables: DriftVariable[];
  /** The behavioural features of the purchases, reference against current; they never decide. */
  features: DriftVariable[];
  /** Names of the drifted variables. */
  drifted_variables: string[];
  /** Drifted variables divided by tested ones. */
  share_drifted: number;
  /** Null if the preset decides by p-values. */
  largest_move: DriftLargestMove | null;
  /** Charts that do not decide. */
  notices: DriftNotice[];
  /** Decisions and notices, each with a false alarm rate of `threshold`. */
  charts_read: number;
  /** In how many past weeks the rule would have alarmed with this threshold. */
  past_decisions: { weeks: number; alarms: number } | null;
  /** Under the original preset: what the comparison cannot show. */
  hides: string | null;
  /** What appeared and what vanished. */
  schema: SchemaDrift;
  /** The shape of the input files. */
  inputs: InputShape;
  /** Past forecasts whose weeks are complete, oldest first. */
  realised: RealisedPrecision[];
  /** This decision and those of earlier runs, oldest first, one per week. */
  history: DriftDecision[];
  /** Problems of the check itself. */
  warnings: string[];
  /** The warnings as data, by their text; absent before 0.3.0. */
  messages?: Record<string, unknown>;
}

/** JSON has no NaN and no infinity. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
