import type { DrawnTask } from "../dag_drawing.ts";

/** The fields of a task in `run.json` that are shown. */
export interface IndexTask extends DrawnTask {
  started: string | null;
  /** Why it was skipped, or did not run after a failure. */
  reason?: string;
  /** Error message of a failed task. */
  message?: string;
  facts?: Record<string, unknown>;
  /** Its output files, by their names in the run folder. */
  outputs?: { name: string; bytes: number }[];
}

/** The fields of `run.json` that are shown. */
export interface IndexRun {
  run_id: string;
  predicted_week: string;
  state: string;
  started: string;
  ended: string | null;
  tasks: IndexTask[];
  warnings: { task: string; text: string; rank?: "unusual" }[];
  /** The failed checks of a run that was not published. */
  held?: string[];
  /** Why a run was not published although no check failed. */
  unpublished?: string;
  /** When it was published by hand. */
  promoted?: string;
  /** Warnings and reasons as data, by their English text. */
  messages?: Record<string, unknown>;
  parameters: Record<string, unknown>;
  inputs: Record<string, unknown>;
  versions: Record<string, unknown>;
  seed: number;
}
