/** The states of a task, named as in Apache Airflow. */
export type TaskState =
  | "scheduled"
  | "running"
  | "success"
  | "failed"
  | "skipped"
  | "upstream_failed";

/** When a task runs, judged by the states of the tasks before it; Airflow's names and meaning. */
export type TriggerRule = "all_success" | "none_failed_min_one_success";

/**
 * One step of a DAG.
 *
 * @typeParam C what the caller's context factory hands to every task.
 */
export interface Task<C> {
  id: string;
  /** Ids of the tasks that must have ended before this one is considered. */
  after: readonly string[];
  /** `all_success` where it is not given. */
  triggerRule?: TriggerRule;
  /**
   * Names of what it reads: outputs of tasks before it, or inputs of the DAG; `models/*` is all in a
   * folder. With `writes`, it may use nothing else.
   */
  reads?: readonly string[];
  /** Names of the outputs that it leaves. */
  writes?: readonly string[];
  /** A branching task returns the id of the direct follower to run; the others are skipped. */
  branches?: true;
  run(context: C): Promise<void | string>;
}

/** A directed acyclic graph of tasks, as data. */
export interface Dag<C> {
  id: string;
  /** What tasks may read that no task writes. */
  inputs?: readonly string[];
  tasks: readonly Task<C>[];
}
