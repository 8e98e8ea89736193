import { type Unit, unitName } from "../../model/units.ts";
import { type RunningTrial, TrialPruned } from "../../tuning/study.ts";

/** What a trial reports after a validation week; JSON has null for NaN. */
export interface JudgedWeek {
  value: number | null;
  trees: number;
}

/** Evaluates a trial week by week; an error of `onWeek` ends it. */
export type JudgeTrial = (onWeek: (week: JudgedWeek) => void) => Promise<void>;

/**
 * A trial as a unit, named for its settings. It is not pruned, because the trials before it may not
 * be known yet where several machines run trials.
 */
export function trialUnit(name: string, settings: unknown, judge: JudgeTrial): Unit<JudgedWeek[]> {
  return {
    name: unitName(name, settings),
    async make() {
      const weeks: JudgedWeek[] = [];
      await judge((week) => weeks.push(week));
      return weeks;
    },
    encode: (weeks) => new TextEncoder().encode(JSON.stringify(weeks)),
    decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
  };
}

/**
 * Reports the weeks of a trial, stored or new, until the last one or until it is pruned: the same
 * record either way.
 *
 * @param weeks number of validation weeks.
 * @returns the value of the last week.
 */
export async function reportTrial(
  trial: RunningTrial,
  weeks: number,
  { stored, judge }: { stored: JudgedWeek[] | undefined; judge: JudgeTrial },
): Promise<number> {
  let judged = 0, last = 0;
  const onWeek = ({ value, trees }: JudgedWeek) => {
    last = value ?? NaN;
    trial.note("trees", trees);
    trial.report(last);
    if (++judged < weeks && trial.shouldPrune()) throw new TrialPruned();
  };
  if (stored) stored.forEach(onWeek);
  else await judge(onWeek);
  return last;
}
