import { distributionJson, internalValue } from "./distribution_json.ts";
import { type JournalTrial, OPERATIONS, readJournal, STATES } from "./read_journal.ts";
import type { SearchSpace } from "./search_space.ts";
import type { StudyRecord } from "./study.ts";
import type { TrialState } from "./trial.ts";

/** A file of lines that grows, whole line by whole line; see lib/dag/runs/line_file.ts. */
export interface LineFile {
  /** Those that it had when it was opened. */
  readonly lines: readonly string[];
  /** Leaves the first `count` lines. */
  cut: (count: number) => void;
  /** Adds lines, which are on the disk when it returns. */
  append: (lines: readonly string[]) => void;
}

export interface StudyDescription {
  name: string;
  space: SearchSpace;
  /** What the study is about, one attribute a name: JSON. */
  attributes: Record<string, unknown>;
}

const FINISHED: readonly TrialState[] = ["complete", "pruned", "failed"];

/** Who wrote a line: Optuna tells its processes apart by it. */
const WORKER = "sodai-0";

/**
 * Keeps studies in a file as Optuna's `JournalStorage` does: one compact JSON object a line, each an
 * operation. `optuna.load_study` and optuna-dashboard open it.
 *
 * Lines that a killed search left are not written again: the search makes them anew, in the same
 * order, and each must be the one that stands there. Where it is not, the file is of another search,
 * and is cut at that line.
 *
 * @param start of the first trial. Later ones are said to begin a second apart: the clock's times
 *   would make every file another one.
 * @param attributes of every study: what they learn from, so that a file about other data is cut.
 * @returns a record for each study that is begun, one after the other.
 */
export function studyJournal(
  file: LineFile,
  { start, attributes: shared }: { start: Date; attributes: Record<string, unknown> },
): (description: StudyDescription) => StudyRecord {
  const lines = [...file.lines];
  const known = new Map<string, JournalTrial[]>(
    readJournal(lines.map((line) => `${line}\n`).join("")).map((
      { name, trials },
    ) => [name, trials]),
  );
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
        return trial && FINISHED.includes(trial.state) ? trial : undefined;
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

/** How a trial begins: one whose settings were asked for stands in a queue first. */
function created(
  study_id: number,
  trial_id: number,
  datetime_start: string,
  asked: unknown,
): [number, Record<string, unknown>][] {
  if (asked === undefined) return [[OPERATIONS.createTrial, { study_id, datetime_start }]];
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
      system_attrs: { fixed_params: asked },
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
