import type { SearchSpace, Settings } from "./search_space.ts";
import type { Pruner, Sampler, Trial } from "./trial.ts";

/** What an objective may do with its trial. */
export interface RunningTrial {
  /** Counted from 0. */
  number: number;
  /** Tells how good the settings are so far. */
  report: (value: number) => void;
  /** Whether it is not worth going on with, by what was reported: throw {@linkcode TrialPruned}. */
  shouldPrune: () => boolean;
  /** Keeps a fact of the trial. */
  note: (name: string, value: string | number) => void;
}

/** Ends a trial from within its objective. */
export class TrialPruned extends Error {
  override name = "TrialPruned";
}

/** How a trial went. */
export type Outcome = Omit<Trial, "number" | "settings">;

/** Where a study is kept while it goes on; see study_journal.ts. */
export interface StudyRecord {
  /**
   * A trial begins.
   *
   * @param enqueued whether its settings were asked for, not sampled.
   * @returns how it went, where a search that was killed since has finished it.
   */
  begin: (number: number, settings: Settings, enqueued: boolean) => Outcome | undefined;
  /** Keeps an intermediate value. */
  report: (number: number, step: number, value: number) => void;
  /** Keeps how a trial ended. */
  end: (trial: Trial) => void;
}

/** How a search goes about its work. */
export interface StudyOptions {
  /** How many settings to try. */
  trials: number;
  /** Chooses the next settings. */
  sampler: Sampler;
  /** None where absent. */
  pruner?: Pruner;
  /** Settings known to do well: trial 0. */
  first?: Settings;
  /** Keeps the trials while they go on. */
  record?: StudyRecord;
  /** Called when a trial has ended. */
  onTrial?: (trial: Trial) => void;
}

/**
 * Tries settings one after the other and keeps how good they were. A value that is no finite number
 * makes a trial `failed`; samplers do not see it.
 *
 * @param objective what to maximise; whatever it throws but {@linkcode TrialPruned} ends the search.
 * @returns the trials in their order; the best is `bestTrial(trials)`.
 *
 * @example
 * ```ts
 * import { optimize } from "./study.ts";
 * import { tpeSampler } from "./tpe_sampler.ts";
 * import { bestTrial } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * const trials = await optimize(
 *   { x: { kind: "float", low: -5, high: 5 } },
 *   ({ x }) => Promise.resolve(-((Number(x) - 2) ** 2)),
 *   { trials: 60, sampler: tpeSampler({ seed: 0 }) },
 * );
 * assert(Math.abs(Number(bestTrial(trials).settings["x"]) - 2) < 0.2);
 * ```
 */
export async function optimize(
  space: SearchSpace,
  objective: (settings: Settings, trial: RunningTrial) => Promise<number>,
  { trials: count, sampler, pruner = () => false, first, record, onTrial }: StudyOptions,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (let number = 0; number < count; number++) {
    const enqueued = number === 0 && first !== undefined;
    const settings = enqueued ? first : sampler(space, trials, number);
    const known = record?.begin(number, settings, enqueued);
    known?.reported.forEach(({ step, value }) => record?.report(number, step, value));
    const { state, value, reported, attributes } = known ?? await tryOut(number, settings);
    const trial: Trial = { number, state, settings, value, reported, attributes };
    record?.end(trial);
    trials.push(trial);
    onTrial?.(trial);
  }
  return trials;

  async function tryOut(number: number, settings: Settings): Promise<Outcome> {
    const reported: Trial["reported"] = [], attributes: Trial["attributes"] = {};
    const told = { reported, attributes };
    try {
      const value = await objective(settings, {
        number,
        report(value) {
          const step = reported.length;
          reported.push({ step, value });
          record?.report(number, step, value);
        },
        shouldPrune: () => reported.length > 0 && pruner(reported, trials),
        note: (name, value) => (attributes[name] = value),
      });
      return Number.isFinite(value)
        ? { ...told, state: "complete", value }
        : { ...told, state: "failed", value: null };
    } catch (thrown) {
      if (!(thrown instanceof TrialPruned)) throw thrown;
      const last = reported.at(-1)?.value;
      const value = last === undefined || Number.isNaN(last) ? null : last;
      return { ...told, state: "pruned", value };
    }
  }
}
