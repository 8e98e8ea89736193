import type { RetryRules } from "./tries/retry.ts";

/** The states of a task, named as in Apache Airflow. */
export type TaskState =
  | "scheduled"
  | "running"
  | "success"
  | "failed"
  | "skipped"
  | "upstream_failed";

/** When a task runs, depending on the states of the tasks before it; named as in Airflow. */
export type TriggerRule = "all_success" | "none_failed_min_one_success";

/**
 * One step of a DAG.
 *
 * @typeParam C the context that every task receives.
 */
export interface Task<C> extends RetryRules {
  id: string;
  /** Ids of the tasks that must have ended before this one is considered. */
  after: readonly string[];
  /** `all_success` by default. */
  triggerRule?: TriggerRule;
  /**
   * Names of what it reads: outputs of earlier tasks, or inputs of the DAG. `models/*` stands for
   * all files in a folder. A task that declares its files may use no others.
   */
  reads?: readonly string[];
  /** Names of its outputs. */
  writes?: readonly string[];
  /** A branching task returns the id of the direct follower to run; the others are skipped. */
  branches?: true;
  /** The longest that one try may take, in milliseconds; then the task fails. No limit by default. */
  executionTimeoutMs?: number;
  run(context: C): Promise<void | string>;
}

/** A directed acyclic graph of tasks, as data. */
export interface Dag<C> {
  id: string;
  /** Files that tasks read and no task writes. */
  inputs?: readonly string[];
  tasks: readonly Task<C>[];
}
