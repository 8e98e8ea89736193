import type { RunRecord, RunWarning, TaskRecord } from "./runs/run_record.ts";

/** An event of a run, reported after it is written to `run.json`. */
export type RunEvent =
  | { kind: "run_started"; run: RunRecord; folder: string }
  /** A task changed its state; `kept` if a resumed run kept its result. */
  | { kind: "task"; task: TaskRecord; kept: boolean }
  | { kind: "progress"; task: string; fraction: number; text: string }
  | { kind: "note"; task: string; text: string }
  /** A try failed, and the next one follows after a pause. */
  | { kind: "retry"; task: string; text: string }
  | ({ kind: "warning" } & RunWarning)
  /** Always the last event, also of a stopped run. */
  | { kind: "run_ended"; run: RunRecord };

/** Shows a run to people; it must not throw. */
export type Reporter = (event: RunEvent) => void;
