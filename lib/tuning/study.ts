import type { SearchSpace, Settings } from "./search_space.ts";
import type { Pruner, Sampler, Trial } from "./trial.ts";

/** The interface of a trial for its objective. */
export interface RunningTrial {
  /** Counted from 0. */
  number: number;
  /** Reports an intermediate value. */
  report: (value: number) => void;
  /** Whether to stop the trial, based on its reports: throw {@linkcode TrialPruned}. */
  shouldPrune: () => boolean;
  /** Sets an attribute of the trial. */
  note: (name: string, value: string | number) => void;
}

/** Thrown by an objective to prune its trial. */
export class TrialPruned extends Error {
  override name = "TrialPruned";
}

/** A trial that is about to run. */
export type PlannedTrial = Pick<Trial, "number" | "settings">;

/** The result of a trial. */
export type Outcome = Omit<Trial, "number" | "settings">;

/** Records a study while it runs; see study_journal.ts. */
export interface StudyRecord {
  /**
   * Starts a trial.
   *
   * @param enqueued whether its settings were given, not sampled.
   * @returns its result, if a killed search has already finished it.
   */
  begin: (number: number, settings: Settings, enqueued: boolean) => Outcome | undefined;
  /** Records an intermediate value. */
  report: (number: number, step: number, value: number) => void;
  /** Records the end of a trial. */
  end: (trial: Trial) => void;
}

/** Options of a search. */
export interface StudyOptions {
  /** Number of trials. */
  trials: number;
  /** Chooses the next settings. */
  sampler: Sampler;
  /** By default nothing is pruned. */
  pruner?: Pruner;
  /** Settings of trial 0, known to be good. */
  first?: Settings;
  /**
   * Number of the first trial of a trial's batch: settings are sampled from the trials before the
   * batch. By default every trial is a batch.
   */
  batchStart?: (number: number) => number;
  /** Called before each batch. */
  onBatch?: (trials: PlannedTrial[]) => Promise<void>;
  /** Records the trials while they run. */
  record?: StudyRecord;
  /** Called after each trial. */
  onTrial?: (trial: Trial) => void;
}

/**
 * Runs trials one after the other and returns their results. A value that is not finite makes a
 * trial `failed`; samplers ignore it.
 *
 * @param objective value to maximise; any error except {@linkcode TrialPruned} ends the search.
 * @returns the trials in order; the best is `bestTrial(trials)`.
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
  options: StudyOptions,
): Promise<Trial[]> {
  const { trials: count, sampler, pruner = () => false, first, record, onTrial } = options;
  const { batchStart = (number) => number, onBatch } = options;
  const trials: Trial[] = [];
  while (trials.length < count) {
    const batch = nextBatch();
    await onBatch?.(batch);
    for (const { number, settings } of batch) {
      const known = record?.begin(number, settings, isEnqueued(number));
      known?.reported.forEach(({ step, value }) => record?.report(number, step, value));
      const { state, value, reported, attributes } = known ?? await runTrial(number, settings);
      const trial: Trial = { number, state, settings, value, reported, attributes };
      record?.end(trial);
      trials.push(trial);
      onTrial?.(trial);
    }
  }
  return trials;

  function isEnqueued(number: number): boolean {
    return number === 0 && first !== undefined;
  }

  function nextBatch(): PlannedTrial[] {
    const batch: PlannedTrial[] = [], start = trials.length;
    for (let number = start; number < count && batchStart(number) <= start; number++) {
      const settings = isEnqueued(number) ? first! : sampler(space, trials, number);
      batch.push({ number, settings });
    }
    return batch;
  }

  async function runTrial(number: number, settings: Settings): Promise<Outcome> {
    const reported: Trial["reported"] = [], attributes: Trial["attributes"] = {};
    const recorded = { reported, attributes };
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
        ? { ...recorded, state: "complete", value }
        : { ...recorded, state: "failed", value: null };
    } catch (thrown) {
      if (!(thrown instanceof TrialPruned)) throw thrown;
      const last = reported.at(-1)?.value;
      const value = last === undefined || Number.isNaN(last) ? null : last;
      return { ...recorded, state: "pruned", value };
    }
  }
}
