import type { Said } from "../language/message.ts";
import type { Reporter } from "./reporter.ts";
import type { RunHeader, RunRecord } from "./runs/run_record.ts";
import type { TaskContext } from "./task_context.ts";
import type { Retry } from "./tries/retry.ts";

/** Whether a run whose tasks succeeded becomes the latest. */
export interface Publication {
  /** The checks that failed, one sentence each. If there is one, the run is `held`. */
  held: Said[];
  /** Why it is not published although no check failed. */
  unpublished?: Said | undefined;
  /** Warnings of the checks that do not hold it. */
  warnings: Said[];
}

/** What a run of a DAG needs, and what may be told about it. */
export interface RunOptions<C> {
  outputsDir: string;
  /** From `newRunId`; a suffix is added if it exists. A resumed run ignores it, a stage takes it. */
  runId: string;
  header: RunHeader;
  /** Start of the first task, if that was before the run had a folder. */
  started?: Date;
  /** Failed tries of the first task before the run had a folder. */
  retried?: Retry[];
  /** Makes the context of a task; called once per try. */
  context: (task: TaskContext) => C;
  /** Continues the newest unfinished run. */
  resume?: boolean;
  /** Runs this task only, in the run `runId`, which the first task creates; see open_stage.ts. */
  stage?: string;
  /** Parameters that may differ on resume because they cannot change results. */
  neutralParameters?: readonly string[];
  /** The scheduled time of a run of a schedule. */
  due?: Date;
  /** Reason to record the run as `skipped` and run nothing. */
  skip?: Said;
  /**
   * Decides both under the lock, instead of `resume` and `skip`: no other process can end a run
   * between the decision and the run.
   */
  decide?: () => { resume: boolean; skip: Said | undefined };
  /** Decides whether a run whose tasks succeeded is published; by default it is. */
  publication?: (run: RunRecord) => Publication | Promise<Publication>;
  /** Called after the tasks, before the outcome is in `run.json`; not for a skipped run, nor between stages. */
  atEnd?: (run: RunRecord, folder: string) => void;
  /** Called under the lock when `run.json` has the outcome, for example to remove old runs. */
  afterEnd?: (run: RunRecord) => void | Promise<void>;
  reporter?: Reporter;
  /** Stops the run: it is recorded as `stopped` and can be resumed. */
  signal?: AbortSignal;
}
