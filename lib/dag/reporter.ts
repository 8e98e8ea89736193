import type { RunRecord, TaskRecord } from "./runs/run_record.ts";

/** What happens in a run, told after `run.json` has it. */
export type RunEvent =
  | { kind: "run_started"; run: RunRecord; folder: string }
  /** A task changed its state; `kept` where a resumed run left it as it was. */
  | { kind: "task"; task: TaskRecord; kept: boolean }
  | { kind: "progress"; task: string; fraction: number; text: string }
  | { kind: "note"; task: string; text: string }
  | { kind: "warning"; task: string; text: string }
  /** Always the last, also when the run was stopped. */
  | { kind: "run_ended"; run: RunRecord };

/** Shows a run to people; it must not throw. */
export type Reporter = (event: RunEvent) => void;
