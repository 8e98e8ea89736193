import { job } from "../../workers/job.ts";
import { runJob } from "../../workers/run_job.ts";
import { driftExperiments } from "./drift_experiments.ts";
import type { StudyOptions } from "./experiment.ts";
import type { PurchaseHistory } from "./purchase_history.ts";

/** In how many trials of an experiment each rule alarmed. */
export type AlarmCounts = Record<string, number>;

/** What a thread needs to make the experiments again. */
interface TrialTask {
  history: PurchaseHistory;
  options: StudyOptions;
}

/** Trials of one piece of work. */
const PIECE = 10;

/**
 * Runs the trials of all experiments on `workers` threads. A trial draws from a stream of its own and
 * only counts are added up, so the outcome does not depend on the number of threads.
 *
 * @param options.onProgress is told the share of the pieces that are done.
 * @returns one entry an experiment, in the order of `driftExperiments`.
 */
export async function runTrials(
  history: PurchaseHistory,
  options: StudyOptions,
  { workers = 1, onProgress = () => {} }: {
    workers?: number;
    onProgress?: (share: number) => void;
  } = {},
): Promise<AlarmCounts[]> {
  const work = pieces(driftExperiments(history, options));
  const counts: AlarmCounts[] = [];
  let done = 0;
  await runJob(RUN_TRIALS, { history, options }, work.length, {
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
export function trialRunner({ history, options }: TrialTask): (index: number) => AlarmCounts {
  const experiments = driftExperiments(history, options);
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

/** Runs a few trials a piece. */
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
