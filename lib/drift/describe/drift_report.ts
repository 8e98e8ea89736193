import type { PresetName } from "../../config/presets/preset.ts";

/** The test of one variable; plain JSON. */
export interface DriftVariable {
  /** Its name. */
  name: string;
  /** What its values are. */
  kind: "numeric" | "categorical";
  /** The test that suits the kind. */
  test: "kolmogorov_smirnov" | "chi_square";
  /**
   * False where it was not tested: `why_not_tested` gives the reason, and all measures are null.
   */
  tested: boolean;
  /** In words. */
  why_not_tested?: string;
  /** Of the test. */
  statistic: number | null;
  /** Of the test, not adjusted. */
  p_value: number | null;
  /** Of chi-square. */
  degrees_of_freedom?: number;
  /** Values that are not missing, by side. */
  n_reference: number;
  /** The same of the current weeks. */
  n_current: number;
  /** The Kolmogorov–Smirnov distance or Cramér's V, from 0 to 1. */
  effect_size: number | null;
  /** What the effect size is. */
  effect_name: "ks_distance" | "cramers_v";
  /** Population stability index, over deciles of the reference or over categories. */
  psi: number | null;
  /** P-value of the permutation test within customers; default preset. */
  cluster_p_value?: number;
  /** The category that moved most, in units of its usual weekly move; default preset. */
  largest_move?: { category: string; score: number | null };
  /** Whether the rule counts it. */
  drifted: boolean;
  /** The result as a sentence. */
  verdict: string;
}

/** One main category's move; null where it is unknown, as in weeks without purchases. */
export interface DriftMove {
  /** Its name. */
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
  /** Size of the move over its usual size. */
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
  /** How many are watched. */
  main_categories: number;
  /** How many moves of the past are known. */
  past_moves: number;
  /** Every main category, the largest score first. */
  moves: DriftMove[];
}

/** A chart that is reported next to the decision and does not retrain. */
export interface DriftNotice {
  /** Its name. */
  name: string;
  /** Its value in the reference weeks. */
  reference: number | null;
  /** Its value in the recent weeks. */
  recent: number | null;
  /** Size of the move over its usual size. */
  score: number | null;
  /** A higher score is noticed. */
  limit: number | null;
  /** Whether the score exceeds the limit. */
  noticed: boolean;
  /** The finding in words. */
  text: string;
}

/** Items that appeared or vanished: how many, and the first of them. */
export interface Changed<T> {
  /** How many there are. */
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
  products: { new: Changed<number>; vanished: Changed<number> };
  /** New: bought for the first time. Vanished: bought in each reference week and not now. */
  customers: { new: Changed<number>; vanished: Changed<number> };
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
  /** Those of them that were bought. */
  purchases: number;
}

/** Summary of one run's decision, for later runs. */
export interface DriftDecision {
  /** The compared week. */
  week: string;
  /** What follows. */
  decision: DriftReport["decision"];
  /** Whether the rule calls it drift. */
  drift_detected: boolean;
  /** Largest score of each variable divided by the limit: above 1 it is an alarm. */
  scores: Record<string, number>;
}

/** The contract of `drift_report.json`. */
export interface DriftReport {
  /** The preset of the run. */
  preset: PresetName;
  /** The weeks that are compared with, in words. */
  reference: string;
  /** The week that is compared. */
  current: string;
  /** Whether the rule calls it drift. */
  drift_detected: boolean;
  /** Which of the two tasks follows. */
  decision: "train_model" | "skip_training";
  /** The reason, as a sentence. */
  reason: string;
  /** The parameter, α of the rule. */
  threshold: number;
  /** Variables with fewer values are not tested. */
  min_samples: number;
  /** The rule in words. */
  method: string;
  /** Attributes of what was bought, then and now. */
  variables: DriftVariable[];
  /** The behavioural features of the purchases, reference against current; they never decide. */
  features: DriftVariable[];
  /** Names of those that drifted. */
  drifted_variables: string[];
  /** Drifted variables divided by tested ones. */
  share_drifted: number;
  /** Null where the preset decides by p-values. */
  largest_move: DriftLargestMove | null;
  /** Charts that do not decide. */
  notices: DriftNotice[];
  /** Decisions and notices, each with a false alarm rate of `threshold`. */
  charts_read: number;
  /** In how many past weeks the rule would have alarmed with this threshold. */
  past_decisions: { weeks: number; alarms: number } | null;
  /** Under the original preset: what the comparison cannot show. */
  hides: string | null;
  /** What appeared and what is gone. */
  schema: SchemaDrift;
  /** The shape of the input files. */
  inputs: InputShape;
  /** Past forecasts whose weeks are complete, oldest first. */
  realised: RealisedPrecision[];
  /** This decision and those of earlier runs, oldest first, one per week. */
  history: DriftDecision[];
  /** Problems of the check itself. */
  warnings: string[];
}

/** JSON has no NaN and no infinity. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
