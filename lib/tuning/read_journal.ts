import { externalValue, rangeFromJson } from "./distribution_json.ts";
import type { SearchSpace } from "./search_space.ts";
import type { Trial, TrialState } from "./trial.ts";

/** Codes of Optuna's journal operations. */
export const OPERATIONS = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttribute: 2,
  setStudySystemAttribute: 3,
  createTrial: 4,
  setTrialParameter: 5,
  setTrialState: 6,
  setTrialReport: 7,
  setTrialUserAttribute: 8,
  setTrialSystemAttribute: 9,
  discardTrials: 10,
} as const;

/** States of a trial in the order of Optuna's codes. */
export const STATES: readonly TrialState[] = ["running", "complete", "pruned", "failed", "waiting"];

/** A trial of a journal, with its search space. */
export interface JournalTrial extends Trial {
  space: SearchSpace;
  /** ISO 8601; null if it has not started or not ended. */
  started: string | null;
  ended: string | null;
}

/** A study of a journal. */
export interface JournalStudy {
  name: string;
  direction: "minimize" | "maximize";
  attributes: Record<string, unknown>;
  trials: JournalTrial[];
}

/**
 * Reads the studies of a journal, written by Optuna's `JournalStorage` or by this program.
 *
 * An incomplete last line is ignored. So is what Optuna ignores: a second study of the same name,
 * and operations on a trial that has ended.
 *
 * @throws SyntaxError for an incomplete line before others.
 *
 * @example
 * ```ts
 * import { readJournal } from "./read_journal.ts";
 * import assert from "node:assert/strict";
 *
 * const line = '{"op_code":0,"worker_id":"w","study_name":"forest","directions":[2]}\n';
 * const [study] = readJournal(line + '{"op_code":4,"worker_id":"w","stu');
 * assert.deepEqual([study!.name, study!.direction, study!.trials], ["forest", "maximize", []]);
 * ```
 */
export function readJournal(text: string): JournalStudy[] {
  const studies = new Map<number, JournalStudy>();
  const trials: JournalTrial[] = [];
  let created = 0;
  // text after the last line end is empty or incomplete
  const lines = text.split("\n").slice(0, -1);
  for (const [index, line] of lines.entries()) {
    const operation = parseLine(line, index === lines.length - 1);
    if (operation === undefined) break;
    apply(operation);
  }
  return [...studies.values()];

  // deno-lint-ignore no-explicit-any -- fields depend on the operation
  function apply(operation: any): void {
    const study = studies.get(operation.study_id);
    const trial = trials[operation.trial_id];
    const open = trial && (trial.state === "running" || trial.state === "waiting");
    switch (operation.op_code) {
      case OPERATIONS.createStudy: {
        const { study_name: name, directions } = operation;
        if ([...studies.values()].some((other) => other.name === name)) return;
        const direction = directions[0] === 2 ? "maximize" : "minimize";
        studies.set(created++, { name, direction, attributes: {}, trials: [] });
        return;
      }
      case OPERATIONS.deleteStudy:
        studies.delete(operation.study_id);
        return;
      case OPERATIONS.setStudyUserAttribute:
        if (study) Object.assign(study.attributes, operation.user_attr);
        return;
      case OPERATIONS.createTrial:
        if (!study) return;
        trials.push(createdTrial(operation, study.trials.length));
        study.trials.push(trials.at(-1)!);
        return;
    }
    if (!open) return;
    switch (operation.op_code) {
      case OPERATIONS.setTrialParameter: {
        const range = rangeFromJson(operation.distribution);
        trial.space[operation.param_name] = range;
        trial.settings[operation.param_name] = externalValue(range, operation.param_value_internal);
        return;
      }
      case OPERATIONS.setTrialState:
        trial.state = STATES[operation.state]!;
        trial.started = operation.datetime_start ?? trial.started;
        trial.ended = operation.datetime_complete ?? trial.ended;
        if (operation.values !== null) trial.value = operation.values[0];
        return;
      case OPERATIONS.setTrialReport: {
        const { step, intermediate_value: value } = operation;
        trial.reported = [...trial.reported.filter((other) => other.step !== step), { step, value }]
          .sort((a, b) => a.step - b.step);
        return;
      }
      case OPERATIONS.setTrialUserAttribute:
        Object.assign(trial.attributes, operation.user_attr);
    }
  }
}

// deno-lint-ignore no-explicit-any -- as above
function createdTrial(operation: any, number: number): JournalTrial {
  const space: SearchSpace = Object.fromEntries(
    Object.entries(operation.distributions ?? {})
      .map(([name, distribution]) => [name, rangeFromJson(distribution as string)]),
  );
  return {
    number,
    state: STATES[operation.state ?? 0]!,
    settings: Object.fromEntries(
      Object.entries(operation.params ?? {})
        .map(([name, value]) => [name, externalValue(space[name]!, value as number)]),
    ),
    value: operation.value ?? operation.values?.[0] ?? null,
    reported: Object.entries(operation.intermediate_values ?? {})
      .map(([step, value]) => ({ step: Number(step), value: value as number })),
    attributes: operation.user_attrs ?? {},
    space,
    started: operation.datetime_start,
    ended: operation.datetime_complete ?? null,
  };
}

/** Parses a line of JSON as Python writes it, with NaN and Infinity. */
function parseLine(line: string, isLast: boolean): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // keep strings unchanged
    const plain = line.replaceAll(
      /"(?:[^"\\]|\\.)*"|NaN|Infinity/g,
      (token) => ({ NaN: "null", Infinity: "1e999" })[token] ?? token,
    );
    try {
      return JSON.parse(plain);
    } catch (error) {
      if (isLast) return undefined;
      throw error;
    }
  }
}
