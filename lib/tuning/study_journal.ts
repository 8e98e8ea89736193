import { distributionJson, internalValue } from "./distribution_json.ts";
import {
  type JournalStudy,
  type JournalTrial,
  OPERATIONS,
  readJournal,
  STATES,
} from "./read_journal.ts";
import type { SearchSpace } from "./search_space.ts";
import type { StudyRecord } from "./study.ts";
import type { TrialState } from "./trial.ts";

/** A file that grows by whole lines; see lib/dag/runs/line_file.ts. */
export interface LineFile {
  /** The lines when it was opened. */
  readonly lines: readonly string[];
  /** Keeps only the first `count` lines. */
  cut: (count: number) => void;
  /** Adds lines; they are on the disk when it returns. */
  append: (lines: readonly string[]) => void;
}

export interface StudyDescription {
  name: string;
  space: SearchSpace;
  /** Attributes of the study, by name: JSON. */
  attributes: Record<string, unknown>;
}

const FINISHED: readonly TrialState[] = ["complete", "pruned", "failed"];

/** Optuna's id of the process that wrote a line. */
const WORKER = "sodai-0";

/**
 * Writes studies to a file in the format of Optuna's `JournalStorage`: one operation per line, as
 * compact JSON. `optuna.load_study` and optuna-dashboard can open it.
 *
 * The lines of a killed search are not written again: a resumed search produces the same lines in
 * the same order. At the first line that differs, the file belongs to another search and is cut
 * there.
 *
 * @param start of the first trial. Later trials are recorded one second apart: real times
 *   would make every file different.
 * @param attributes of every study, such as its data, so that a file about other data is cut.
 * @param onDamage called with the number of the first line that cannot be read; the file is cut
 *   before it, and the search continues from there.
 * @returns a function that starts a study and returns its record.
 */
export function studyJournal(
  file: LineFile,
  { start, attributes: shared, onDamage = () => {} }: {
    start: Date;
    attributes: Record<string, unknown>;
    onDamage?: (line: number) => void;
  },
): (description: StudyDescription) => StudyRecord {
  const { lines, studies: found } = readableLines(file.lines);
  if (lines.length < file.lines.length) {
    file.cut(lines.length);
    onDamage(lines.length + 1);
  }
  const known = new Map(found.map(({ name, trials }) => [name, trials]));
  let written = 0, studies = 0, trials = 0;

  function write(operations: [code: number, fields: Record<string, unknown>][]): void {
    const added: string[] = [];
    for (const [op_code, fields] of operations) {
      const line = JSON.stringify({ op_code, worker_id: WORKER, ...fields });
      if (lines[written] !== line) {
        if (written < lines.length) {
          lines.length = written;
          file.cut(written);
          known.clear();
        }
        lines.push(line);
        added.push(line);
      }
      written++;
    }
    if (added.length > 0) file.append(added);
  }

  const instant = (seconds: number) =>
    new Date(start.getTime() + 1000 * seconds).toISOString().replace("Z", "000+00:00");

  return ({ name, space, attributes }) => {
    const study_id = studies++, firstTrial = trials;
    const values = Object.entries({ ...shared, ...attributes });
    write([
      [OPERATIONS.createStudy, { study_name: name, directions: [2] }],
      ...values.map(([key, value]): [number, Record<string, unknown>] => [
        OPERATIONS.setStudyUserAttribute,
        { study_id, user_attr: { [key]: value } },
      ]),
    ]);
    return {
      begin(number, settings, enqueued) {
        const trial_id = firstTrial + number;
        trials = trial_id + 1;
        const datetime_start = instant(trial_id);
        write([
          ...created(study_id, trial_id, datetime_start, enqueued ? settings : undefined),
          ...Object.entries(settings).map(([param_name, value]): [
            number,
            Record<string, unknown>,
          ] => [OPERATIONS.setTrialParameter, {
            trial_id,
            param_name,
            param_value_internal: internalValue(space[param_name]!, value),
            distribution: distributionJson(param_name, space[param_name]!),
          }]),
        ]);
        const trial = known.get(name)?.[number];
        return trial && isSound(trial) && FINISHED.includes(trial.state) ? trial : undefined;
      },
      report(number, step, intermediate_value) {
        const trial_id = firstTrial + number;
        write([[OPERATIONS.setTrialReport, { trial_id, step, intermediate_value }]]);
      },
      end({ number, state, value, attributes }) {
        const trial_id = firstTrial + number;
        write([
          ...Object.entries(attributes).map(([key, value]): [number, Record<string, unknown>] => [
            OPERATIONS.setTrialUserAttribute,
            { trial_id, user_attr: { [key]: value } },
          ]),
          [OPERATIONS.setTrialState, {
            trial_id,
            state: STATES.indexOf(state),
            values: value === null ? null : [value],
            datetime_complete: instant(trial_id + 1),
          }],
        ]);
      },
    };
  };
}

/** The longest beginning of a journal that can be read. O(lines · log lines), only of a damaged one. */
function readableLines(all: readonly string[]): { lines: string[]; studies: JournalStudy[] } {
  const read = (count: number) => {
    try {
      // one more line, as readJournal() ignores an incomplete last one
      return readJournal([...all.slice(0, count), "{}", ""].join("\n"));
    } catch {
      return undefined;
    }
  };
  let low = 0, high = all.length;
  let studies = read(high);
  while (studies === undefined && low + 1 < high) {
    const middle = low + high >> 1;
    if (read(middle)) low = middle;
    else high = middle;
  }
  if (studies) return { lines: [...all], studies };
  studies = read(low)!;
  return { lines: all.slice(0, low), studies };
}

/** Whether the results of a trial are numbers. */
function isSound({ value, reported }: JournalTrial): boolean {
  return (value === null || Number.isFinite(value)) &&
    reported.every(({ step, value }) => Number.isInteger(step) && typeof value === "number");
}

/** The operations that create a trial; one with given settings is enqueued first. */
function created(
  study_id: number,
  trial_id: number,
  datetime_start: string,
  enqueued: unknown,
): [number, Record<string, unknown>][] {
  if (enqueued === undefined) return [[OPERATIONS.createTrial, { study_id, datetime_start }]];
  return [
    [OPERATIONS.createTrial, {
      study_id,
      datetime_start: null,
      state: STATES.indexOf("waiting"),
      value: null,
      values: null,
      distributions: {},
      params: {},
      user_attrs: {},
      system_attrs: { fixed_params: enqueued },
      intermediate_values: {},
    }],
    [OPERATIONS.setTrialState, {
      trial_id,
      state: STATES.indexOf("running"),
      values: null,
      datetime_start,
    }],
  ];
}
