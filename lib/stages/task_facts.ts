import type { ModelKind } from "../config/parameters.ts";
import type { DriftReport } from "../drift/describe/drift_report.ts";
import type { SamplingRates } from "../features/pairs/sampling_rates.ts";
import type { MemoryEstimate } from "./memory_estimate.ts";
import type { QualityReport } from "./checking/quality_report.ts";
import type { ChampionChallenger } from "./training/contest.ts";

/** Facts in `run.json` that other tasks, reports or commands read, by task id. */
export interface TaskFacts {
  /** Rows read, repaired and kept, and the memory that the run needs. */
  extract_data: QualityReport & {
    memory: MemoryEstimate & { needs: string };
    /** Purchases of the newest complete weeks, oldest first; absent before 0.3.0. */
    recent_purchases?: { week: string; purchases: number }[];
  };
  /** The weekly matrix. */
  preprocess: {
    weeks: number;
    first_week: string;
    /** Rows of `dataset_limpio.parquet`. */
    rows: number;
  };
  /** The three splits. */
  split_data: {
    /** Shares of the negatives in `train.parquet`. */
    sampling: SamplingRates;
    /** Shares of the customers in the two others, and in `train.parquet`. Older runs have all. */
    held_customers?: number;
    learned_customers?: number;
    train: SplitFacts;
    val: SplitFacts;
    test: SplitFacts;
  };
  /** The decision. */
  drift_check: Pick<
    DriftReport,
    | "decision"
    | "reason"
    | "cause"
    | "drift_detected"
    | "drift_judged"
    | "drifted_variables"
    | "share_drifted"
  >;
  /** The model, if one was trained. */
  train_model: {
    model: ModelKind;
    test_average_precision: number;
    validation_average_precision: number;
    decision_threshold: number;
    /** Training rows of the refit. */
    rows: number;
    /** The run whose model was the champion. */
    champion_run: string | null;
    champion_challenger: ChampionChallenger | null;
  };
  /** The model in use, if none was trained. */
  skip_training: {
    /** The run whose model stays in use. */
    model_of_run: string;
    /** The weeks on which that model was tested and its average precision there, if it says so. */
    test_weeks?: string[];
    test_average_precision?: number;
  };
  /** The figures. */
  shap_analysis: { figures: number };
  /** The forecast. */
  predict: {
    week: string;
    /** Pairs of the full catalogue. */
    pairs: number;
    /** Rows of `predicciones.csv`. */
    predictions: number;
    /** The sum of all probabilities. */
    expected_purchases: number;
    /** The units to expect of all pairs. */
    expected_items: number;
    /** Ends of the 80 % intervals of both sums, once there are weeks to learn them from. */
    purchases_low?: number;
    purchases_high?: number;
    items_low?: number;
    items_high?: number;
    /** Pairs that share the highest probability. */
    tied: number;
    /** Probabilities that are missing or not between 0 and 1. */
    invalid: number;
    decision_threshold: number;
  };
}

/** One of the three splits. */
export interface SplitFacts {
  /** ISO names. */
  weeks: string[];
  /** Number of rows. */
  rows: number;
}

/** The name of a task. */
export type TaskId = keyof TaskFacts;

/** The facts of a task in a recorded run; empty if the task did not run or did not finish. */
export function factsOf<Id extends TaskId>(
  { tasks }: { tasks: { id: string; facts?: Record<string, unknown> }[] },
  id: Id,
): Partial<TaskFacts[Id]> {
  return (tasks.find((task) => task.id === id)?.facts ?? {}) as Partial<TaskFacts[Id]>;
}
