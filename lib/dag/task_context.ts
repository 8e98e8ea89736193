import { type Content, outputPath, publishFile } from "./publish.ts";
import type { Reporter } from "./reporter.ts";
import { type Facts, type Output, type RunRecord, type TaskRecord } from "./run_record.ts";

/** What a running task may do: leave files, tell facts, show how far it is. */
export interface TaskContext {
  id: string;
  runId: string;
  /** The folder of the run. */
  folder: string;
  /** Aborted when the run is asked to stop; a long task may throw its reason. */
  signal: AbortSignal;
  /** Publishes a file in one step: bytes, text, or a function that writes a temporary path. */
  publish(name: string, content: Content): Promise<Output>;
  /** The path of an output of this run. */
  path(name: string): string;
  /** Adds to the facts of this task in `run.json`; a later value replaces an earlier one. */
  facts(facts: Facts): void;
  /** The facts of a task that has ended; also in a resumed run, where it did not run again. */
  factsOf(task: string): Facts;
  /** A warning stays in `run.json`. */
  warn(text: string): void;
  /** How much of the task is done, 0 to 1. */
  progress(fraction: number, text?: string): void;
  /** A word on what the task is doing. */
  note(text: string): void;
}

/** The context of one task; what it tells goes to the journal first, then to the reporter. */
export function taskContext({ run, folder, task, save, reporter, signal }: {
  run: RunRecord;
  folder: string;
  task: TaskRecord;
  save: () => void;
  reporter: Reporter;
  signal: AbortSignal;
}): TaskContext {
  const { id } = task;
  return {
    id,
    runId: run.run_id,
    folder,
    signal,
    async publish(name, content) {
      const output = await publishFile(folder, name, content);
      task.outputs = [...task.outputs.filter((other) => other.name !== name), output];
      save();
      return output;
    },
    path: (name) => outputPath(folder, name),
    facts(facts) {
      Object.assign(task.facts, facts);
      save();
    },
    factsOf(other) {
      const record = run.tasks.find((candidate) => candidate.id === other);
      if (!record) throw new Error(`unknown task: ${other}`);
      return record.facts;
    },
    warn(text) {
      run.warnings.push({ task: id, text });
      save();
      reporter({ kind: "warning", task: id, text });
    },
    progress(fraction, text = "") {
      reporter({ kind: "progress", task: id, fraction, text });
    },
    note(text) {
      reporter({ kind: "note", task: id, text });
    },
  };
}
