import { setImmediate } from "node:timers";
import { Worker } from "node:worker_threads";
import { packMessage } from "../forest/worker_message.ts";
import { driftExperiments } from "./drift_experiments.ts";
import type { StudyOptions } from "./experiment.ts";
import type { PurchaseHistory } from "./purchase_history.ts";

/** In how many trials of an experiment each rule alarmed. */
export type AlarmCounts = Record<string, number>;

/** What a worker is sent: everything it needs to make the experiments again. */
export interface TrialOrder {
  history: PurchaseHistory;
  options: StudyOptions;
  /** The next piece to be taken, in shared memory. */
  next: Int32Array;
}

/** Trials of one piece of work. */
const PIECE = 10;

/**
 * Runs the trials of all experiments on this thread and on `workers − 1` others, each taking the next
 * few from a shared counter. A trial draws from a stream of its own and only counts are added up, so
 * the outcome does not depend on the number of workers.
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
  const next = new Int32Array(new SharedArrayBuffer(4));
  const order: TrialOrder = { history, options, next };
  const total = pieces(driftExperiments(history, options)).length;
  const counts: AlarmCounts[] = [];
  let done = 0;
  const add = ({ experiment, alarms }: PieceResult) => {
    const sum = counts[experiment] ??= {};
    for (const [rule, count] of Object.entries(alarms)) sum[rule] = (sum[rule] ?? 0) + count;
    onProgress(++done / total);
  };
  const helpers = Array.from({ length: workers - 1 }, () => help(order, add));
  for (const result of doPieces(order)) {
    add(result);
    // answers of the others and progress lines get their turn
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await Promise.all(helpers);
  return counts;
}

/** What one piece found. */
export interface PieceResult {
  experiment: number;
  alarms: AlarmCounts;
}

/** Does pieces until none is left. */
export function* doPieces({ history, options, next }: TrialOrder): Generator<PieceResult> {
  const experiments = driftExperiments(history, options);
  const work = pieces(experiments);
  for (let index; (index = Atomics.add(next, 0, 1)) < work.length;) {
    const { experiment, from, to } = work[index]!;
    const alarms: AlarmCounts = {};
    for (let repeat = from; repeat < to; repeat++) {
      for (const [rule, alarm] of Object.entries(experiments[experiment]!.trial(repeat))) {
        alarms[rule] = (alarms[rule] ?? 0) + Number(alarm);
      }
    }
    yield { experiment, alarms };
  }
}

function pieces(experiments: { repeats: number }[]) {
  return experiments.flatMap(({ repeats }, experiment) =>
    Array.from({ length: Math.ceil(repeats / PIECE) }, (_, i) => ({
      experiment,
      from: i * PIECE,
      to: Math.min((i + 1) * PIECE, repeats),
    }))
  );
}

function help(order: TrialOrder, onResult: (result: PieceResult) => void): Promise<void> {
  const worker = new Worker(new URL("./trials_worker.ts", import.meta.url));
  return new Promise<void>((resolve, reject) => {
    worker.on("error", reject);
    worker.on("message", (answer: PieceResult | "done") => {
      if (answer !== "done") return onResult(answer);
      worker.terminate().then(() => resolve(), reject);
    });
    worker.postMessage(packMessage(order));
  });
}
