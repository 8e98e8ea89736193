import { dirname } from "node:path";
import { type LineFile, openLineFile } from "./runs/line_file.ts";
import { type Content, type Output, outputPath, publishFile, recordFile } from "./runs/publish.ts";
import { isDeclared } from "./data_flow.ts";
import type { Reporter } from "./reporter.ts";
import type { Task } from "./task.ts";
import type { Facts, RunRecord, TaskRecord } from "./runs/run_record.ts";

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
  /**
   * Opens a file that grows while the task runs: the one exception to whole or not at all. A task
   * that was killed finds its lines again when the run is resumed. It becomes an output by `keep`.
   */
  lines(name: string): LineFile & { keep(): void };
  /** The path of an output of this run. */
  path(name: string): string;
  /** Adds to the facts of this task in `run.json`; a later value replaces an earlier one. */
  facts(facts: Facts): void;
  /** The facts of a task that has ended; also in a resumed run, where it did not run again. */
  factsOf(task: string): Facts;
  /** SHA-256 of the outputs of a task that has ended, by name. */
  outputsOf(task: string): Record<string, string>;
  /** A warning stays in `run.json`. */
  warn(text: string): void;
  /** How much of the task is done, 0 to 1. */
  progress(fraction: number, text?: string): void;
  /** A word on what the task is doing. */
  note(text: string): void;
}

/** The context of one task; what it tells goes to the journal first, then to the reporter. */
export function taskContext({ run, folder, task, declared, save, reporter, signal }: {
  run: RunRecord;
  folder: string;
  task: TaskRecord;
  /** What the task declares to read and to write. */
  declared: Pick<Task<never>, "reads" | "writes">;
  save: () => void;
  reporter: Reporter;
  signal: AbortSignal;
}): TaskContext {
  const { id } = task;
  const add = (output: Output) => {
    task.outputs = [...task.outputs.filter(({ name }) => name !== output.name), output];
    save();
    return output;
  };
  const recordOf = (other: string) => {
    const record = run.tasks.find((candidate) => candidate.id === other);
    if (!record) throw new Error(`unknown task: ${other}`);
    return record;
  };
  const insist = (verb: string, name: string, names: readonly string[] | undefined) => {
    if (names === undefined || isDeclared(name, names)) return;
    throw new Error(`task ${id} ${verb} ${name}, which it does not declare`);
  };
  return {
    id,
    runId: run.run_id,
    folder,
    signal,
    async publish(name, content) {
      insist("writes", name, declared.writes);
      return add(await publishFile(folder, name, content));
    },
    lines(name) {
      insist("writes", name, declared.writes);
      const path = outputPath(folder, name);
      Deno.mkdirSync(dirname(path), { recursive: true });
      return { ...openLineFile(path), keep: () => add(recordFile(folder, name)) };
    },
    path(name) {
      const { reads, writes } = declared;
      insist("reads", name, reads && [...reads, ...writes ?? []]);
      return outputPath(folder, name);
    },
    facts(facts) {
      Object.assign(task.facts, facts);
      save();
    },
    factsOf: (other) => recordOf(other).facts,
    outputsOf: (other) =>
      Object.fromEntries(recordOf(other).outputs.map(({ name, sha256 }) => [name, sha256])),
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
