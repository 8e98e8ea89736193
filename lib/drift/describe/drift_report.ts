import type { PresetName } from "../../config/presets/preset.ts";

/** What the test of one variable found; plain JSON. */
export interface DriftVariable {
  name: string;
  kind: "numeric" | "categorical";
  test: "kolmogorov_smirnov" | "chi_square";
  /** False where it was not tested; `why_not_tested` says why, and what was measured is null. */
  tested: boolean;
  why_not_tested?: string;
  statistic: number | null;
  p_value: number | null;
  degrees_of_freedom?: number;
  /** Values that are not missing. */
  n_reference: number;
  n_current: number;
  /** The Kolmogorov–Smirnov distance or Cramér's V, from 0 to 1. */
  effect_size: number | null;
  effect_name: "ks_distance" | "cramers_v";
  /** Population stability index, over deciles of the reference or over categories. */
  psi: number | null;
  /** The p-value that respects that purchases of one customer go together; default preset. */
  cluster_p_value?: number;
  /** The category that moved most, in units of its usual weekly move; default preset. */
  largest_move?: { category: string; score: number | null };
  drifted: boolean;
  /** The finding in words. */
  verdict: string;
}

/** One main category's move; null is what weeks without purchases, or without a past, leave unknown. */
export interface DriftMove {
  variable: string;
  category: string;
  share_reference: number | null;
  share_recent: number | null;
  /** Natural logarithm of the ratio of the shares. */
  move: number | null;
  usual_move: number | null;
  score: number | null;
}

/** The decision of the default preset: is the move unusual? */
export interface DriftLargestMove {
  /** False where the history holds fewer than four past moves: then the first question decided. */
  judged: boolean;
  alarm: boolean;
  /** A score above it is an alarm. */
  limit: number | null;
  main_categories: number;
  past_moves: number;
  /** Every main category, the largest score first. */
  moves: DriftMove[];
}

/** A chart that is read beside the decision and does not retrain. */
export interface DriftNotice {
  name: string;
  reference: number | null;
  recent: number | null;
  score: number | null;
  limit: number | null;
  noticed: boolean;
  text: string;
}

/** Things that appeared or are gone: how many, and the first of them. */
export interface Changed<T> {
  count: number;
  first: T[];
}

/** What appeared and what is gone, whatever its share. */
export interface SchemaDrift {
  new_variables: string[];
  vanished_variables: string[];
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
  columns: Record<string, string[]>;
  nulls: Record<string, Record<string, number>>;
}

/** How good a published forecast turned out to be. */
export interface RealisedPrecision {
  week: string;
  preset: PresetName;
  /** Over the week's known universe. */
  average_precision: number;
  pairs: number;
  purchases: number;
}

/** What one run decided, in short, for the runs after it. */
export interface DriftDecision {
  /** The week that was compared. */
  week: string;
  decision: DriftReport["decision"];
  drift_detected: boolean;
  /** The largest score of each variable over the limit: above 1 it is an alarm. */
  scores: Record<string, number>;
}

/** The contract of `drift_report.json`. */
export interface DriftReport {
  preset: PresetName;
  reference: string;
  current: string;
  drift_detected: boolean;
  decision: "train_model" | "skip_training";
  /** Why, as a sentence. */
  reason: string;
  threshold: number;
  min_samples: number;
  method: string;
  variables: DriftVariable[];
  /** The behavioural features of what was bought then and now; they never decide. */
  features: DriftVariable[];
  drifted_variables: string[];
  /** Drifted variables over tested ones. */
  share_drifted: number;
  largest_move: DriftLargestMove | null;
  notices: DriftNotice[];
  /** Decisions and notices, each with its own chance of a false alarm of `threshold`. */
  charts_read: number;
  /** How often the rule, with this threshold, would have alarmed in past weeks. */
  past_decisions: { weeks: number; alarms: number } | null;
  /** Under the original preset: what the comparison cannot see. */
  hides: string | null;
  schema: SchemaDrift;
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
