import { job } from "../../workers/job.ts";
import { runJob } from "../../workers/run_job.ts";
import { driftExperiments } from "./drift_experiments.ts";
import type { StudyOptions } from "./experiment.ts";
import type { StudyPurchases } from "./study_purchases.ts";

/** The number of trials in which each rule alarmed. */
export type AlarmCounts = Record<string, number>;

/** What a thread needs to recreate the experiments. */
interface TrialTask {
  purchases: StudyPurchases;
  options: StudyOptions;
}

/** Trials per work item. */
const PIECE = 10;

/**
 * Runs the trials of all experiments on `workers` threads. Each trial draws from its own stream and
 * only counts are added up, so the result does not depend on the number of threads.
 *
 * @param options.onProgress called with the share of the work that is done.
 * @returns one entry per experiment, in the order of `driftExperiments`.
 */
export async function runTrials(
  purchases: StudyPurchases,
  options: StudyOptions,
  { workers = 1, onProgress = () => {} }: {
    workers?: number;
    onProgress?: (share: number) => void;
  } = {},
): Promise<AlarmCounts[]> {
  const work = pieces(driftExperiments(purchases, options));
  const counts: AlarmCounts[] = [];
  let done = 0;
  await runJob(RUN_TRIALS, { purchases, options }, work.length, {
    workers,
    onResult: (alarms, index) => {
      const sum = counts[work[index]!.experiment] ??= {};
      for (const [rule, count] of Object.entries(alarms)) sum[rule] = (sum[rule] ?? 0) + count;
      onProgress(++done / work.length);
    },
  });
  return counts;
}

/** A function that runs a few trials of an experiment and counts the alarms. */
export function trialRunner({ purchases, options }: TrialTask): (index: number) => AlarmCounts {
  const experiments = driftExperiments(purchases, options);
  const work = pieces(experiments);
  return (index) => {
    const { experiment, from, to } = work[index]!;
    const alarms: AlarmCounts = {};
    for (let repeat = from; repeat < to; repeat++) {
      for (const [rule, alarm] of Object.entries(experiments[experiment]!.trial(repeat))) {
        alarms[rule] = (alarms[rule] ?? 0) + Number(alarm);
      }
    }
    return alarms;
  };
}

/** The job of the worker pool: a few trials per work item. */
const RUN_TRIALS = job(import.meta.url, trialRunner);

function pieces(experiments: { repeats: number }[]) {
  return experiments.flatMap(({ repeats }, experiment) =>
    Array.from({ length: Math.ceil(repeats / PIECE) }, (_, i) => ({
      experiment,
      from: i * PIECE,
      to: Math.min((i + 1) * PIECE, repeats),
    }))
  );
}
