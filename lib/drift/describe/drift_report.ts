import type { PresetName } from "../../config/presets/preset.ts";

/** What the test of one variable found; plain JSON. */
export interface DriftVariable {
  /** Its name. */
  name: string;
  /** What its values are. */
  kind: "numeric" | "categorical";
  /** The test that suits the kind. */
  test: "kolmogorov_smirnov" | "chi_square";
  /** False where it was not tested; `why_not_tested` says why, and what was measured is null. */
  tested: boolean;
  /** In words. */
  why_not_tested?: string;
  /** Of the test. */
  statistic: number | null;
  /** Of the test, not adjusted. */
  p_value: number | null;
  /** Of chi-square. */
  degrees_of_freedom?: number;
  /** Values that are not missing. */
  n_reference: number;
  /** The same of the current weeks. */
  n_current: number;
  /** The Kolmogorov–Smirnov distance or Cramér's V, from 0 to 1. */
  effect_size: number | null;
  /** What the effect size is. */
  effect_name: "ks_distance" | "cramers_v";
  /** Population stability index, over deciles of the reference or over categories. */
  psi: number | null;
  /** The p-value that respects that purchases of one customer go together; default preset. */
  cluster_p_value?: number;
  /** The category that moved most, in units of its usual weekly move; default preset. */
  largest_move?: { category: string; score: number | null };
  /** Whether the rule counts it. */
  drifted: boolean;
  /** The finding in words. */
  verdict: string;
}

/** One main category's move; null is what weeks without purchases, or without a past, leave unknown. */
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

/** The decision of the default preset: is the move unusual? */
export interface DriftLargestMove {
  /** False where the history holds fewer than four past moves: then the first question decided. */
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

/** A chart that is read beside the decision and does not retrain. */
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

/** Things that appeared or are gone: how many, and the first of them. */
export interface Changed<T> {
  /** How many there are. */
  count: number;
  /** The first few of them. */
  first: T[];
}

/** What appeared and what is gone, whatever its share. */
export interface SchemaDrift {
  /** Variables that the reference does not have. */
  new_variables: string[];
  /** Variables that only the reference has. */
  vanished_variables: string[];
  /** Categories by variable. */
  categories: { variable: string; new_categories: string[]; vanished_categories: string[] }[];
  /** Products that sold for the first time; sold in the reference weeks and not now. */
  products: { new: Changed<number>; vanished: Changed<number> };
  /** Customers who bought for the first time; bought in each of the reference weeks and not now. */
  customers: { new: Changed<number>; vanished: Changed<number> };
  /** Columns of the input files, against the run that made the model in use. */
  columns: { table: string; new_columns: string[]; vanished_columns: string[] }[];
  /** Missing values of a column, where there were none, or are none any more, or twice as many. */
  nulls: { table: string; column: string; before: number; now: number }[];
}

/** Columns of the input files and their missing values, for the next run to compare with. */
export interface InputShape {
  /** Column names by table. */
  columns: Record<string, string[]>;
  /** Missing values by table and column. */
  nulls: Record<string, Record<string, number>>;
}

/** How good a published forecast turned out to be. */
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

/** What one run decided, in short, for the runs after it. */
export interface DriftDecision {
  /** The week that was compared. */
  week: string;
  /** What follows. */
  decision: DriftReport["decision"];
  /** Whether the rule calls it drift. */
  drift_detected: boolean;
  /** The largest score of each variable over the limit: above 1 it is an alarm. */
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
  /** Why, as a sentence. */
  reason: string;
  /** The parameter, α of the rule. */
  threshold: number;
  /** Variables with fewer values are not tested. */
  min_samples: number;
  /** The rule in words. */
  method: string;
  /** Attributes of what was bought, then and now. */
  variables: DriftVariable[];
  /** The behavioural features of what was bought then and now; they never decide. */
  features: DriftVariable[];
  /** Names of those that drifted. */
  drifted_variables: string[];
  /** Drifted variables over tested ones. */
  share_drifted: number;
  /** Null where the preset decides by p-values. */
  largest_move: DriftLargestMove | null;
  /** Charts that do not decide. */
  notices: DriftNotice[];
  /** Decisions and notices, each with its own chance of a false alarm of `threshold`. */
  charts_read: number;
  /** How often the rule, with this threshold, would have alarmed in past weeks. */
  past_decisions: { weeks: number; alarms: number } | null;
  /** Under the original preset: what the comparison cannot see. */
  hides: string | null;
  /** What appeared and what is gone. */
  schema: SchemaDrift;
  /** The shape of the input files. */
  inputs: InputShape;
  /** Forecasts whose weeks are known by now, oldest first. */
  realised: RealisedPrecision[];
  /** This decision and those of the runs before, oldest first, one a week. */
  history: DriftDecision[];
  /** What a person should know of the check itself. */
  warnings: string[];
}

/** JSON has no NaN and no infinity. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
