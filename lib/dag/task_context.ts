import { dirname } from "node:path";
import type { Said } from "../language/message.ts";
import { type LineFile, openLineFile } from "./runs/line_file.ts";
import {
  type Content,
  makeFolderIn,
  type Output,
  outputPath,
  publishFile,
  recordFile,
} from "./runs/publish.ts";
import { isDeclared } from "./data_flow.ts";
import type { Reporter } from "./reporter.ts";
import type { Task } from "./task.ts";
import {
  addWarning,
  type Facts,
  type RunRecord,
  type RunWarning,
  type TaskRecord,
} from "./runs/run_record.ts";
import { say } from "./said.ts";

/** What a running task may do: publish files, record facts, report progress. */
export interface TaskContext {
  id: string;
  runId: string;
  /** The run as far as it is done. */
  record: Readonly<RunRecord>;
  /** The folder of the run. */
  folder: string;
  /**
   * Aborted when the run is to stop or the task has used up its time; a long task may throw its
   * reason. From then on, whatever would change the run throws it too.
   */
  signal: AbortSignal;
  /** Publishes a file in one step: bytes, text, or a function that writes a temporary path. */
  publish(name: string, content: Content): Promise<Output>;
  /**
   * Opens a file that grows while the task runs: the only exception to the rule that files appear
   * complete. When a killed run is resumed, the task finds its lines again. `keep` makes it an
   * output.
   */
  lines(name: string): LineFile & { keep(): void };
  /** The path of an output of this run. */
  path(name: string): string;
  /** Adds to the facts of this task in `run.json`; a later value replaces an earlier one. */
  facts(facts: Facts): void;
  /** The facts of a task that has ended; also in a resumed run that kept its result. */
  factsOf(task: string): Facts;
  /** SHA-256 of the outputs of a task that has ended, by name. */
  outputsOf(task: string): Record<string, string>;
  /** Keeps a message in `run.json`, and returns it in English: for facts that are sentences. */
  say(said: Said): string;
  /** Adds a warning to `run.json`. */
  warn(said: Said): void;
  /** Adds a warning that comes before the others: input or results look wrong. */
  warnUnusual(said: Said): void;
  /** How much of the task is done, 0 to 1. */
  progress(fraction: number, text?: string): void;
  /** Reports what the task is doing. */
  note(text: string): void;
}

/** The context of one task. Its reports go to `run.json` first, then to the reporter. */
export function taskContext({ run, folder, task, declared, save, reporter, signal }: {
  run: RunRecord;
  folder: string;
  task: TaskRecord;
  /** The files that the task declares to read and write. */
  declared: Pick<Task<never>, "reads" | "writes">;
  save: () => void;
  reporter: Reporter;
  signal: AbortSignal;
}): TaskContext {
  const { id } = task;
  const add = (output: Output) => {
    signal.throwIfAborted();
    task.outputs = [...task.outputs.filter(({ name }) => name !== output.name), output];
    save();
    return output;
  };
  const recordOf = (other: string) => {
    const record = run.tasks.find((candidate) => candidate.id === other);
    if (!record) throw new Error(`unknown task: ${other}`);
    return record;
  };
  const warn = (said: Said, rank: Pick<RunWarning, "rank"> = {}) => {
    signal.throwIfAborted();
    const warning = { task: id, text: say(run, said), ...rank };
    addWarning(run, warning);
    save();
    reporter({ kind: "warning", ...warning });
  };
  const requireDeclared = (verb: string, name: string, names: readonly string[] | undefined) => {
    if (names === undefined || isDeclared(name, names)) return;
    throw new Error(`task ${id} ${verb} ${name}, which it does not declare`);
  };
  return {
    id,
    runId: run.run_id,
    record: run,
    folder,
    signal,
    async publish(name, content) {
      requireDeclared("writes", name, declared.writes);
      signal.throwIfAborted();
      const whole: Content = typeof content === "function"
        ? async (temporary) => {
          await content(temporary);
          signal.throwIfAborted();
        }
        : content;
      return add(await publishFile(folder, name, whole));
    },
    lines(name) {
      requireDeclared("writes", name, declared.writes);
      signal.throwIfAborted();
      const path = outputPath(folder, name);
      makeFolderIn(folder, dirname(path));
      const file = openLineFile(path);
      return {
        ...file,
        append(added) {
          signal.throwIfAborted();
          file.append(added);
        },
        cut(count) {
          signal.throwIfAborted();
          file.cut(count);
        },
        keep: () => add(recordFile(folder, name)),
      };
    },
    path(name) {
      const { reads, writes } = declared;
      requireDeclared("reads", name, reads && [...reads, ...writes ?? []]);
      return outputPath(folder, name);
    },
    facts(facts) {
      signal.throwIfAborted();
      Object.assign(task.facts, facts);
      save();
    },
    factsOf: (other) => recordOf(other).facts,
    outputsOf: (other) =>
      Object.fromEntries(recordOf(other).outputs.map(({ name, sha256 }) => [name, sha256])),
    say(said) {
      signal.throwIfAborted();
      return say(run, said);
    },
    warn: (said) => warn(said),
    warnUnusual: (said) => warn(said, { rank: "unusual" }),
    progress(fraction, text = "") {
      signal.throwIfAborted();
      reporter({ kind: "progress", task: id, fraction, text });
    },
    note(text) {
      signal.throwIfAborted();
      reporter({ kind: "note", task: id, text });
    },
  };
}
