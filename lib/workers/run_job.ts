import { Worker } from "node:worker_threads";
import { cancellationPoint } from "./cancellation.ts";
import type { Job } from "./job.ts";
import { packMessage, unpackMessage } from "./worker_message.ts";

/** The message to a worker. */
export interface WorkOrder {
  module: string;
  name: string;
  task: unknown;
  /** The next piece to take, in shared memory. */
  next: Int32Array;
  pieces: number;
}

/** Its answers: one message per piece, and one without an index at the end. */
export type WorkAnswer = { index: number; result: unknown } | { index?: never };

/**
 * Idle workers. They are reused: starting one takes 50 ms, and compiling its hot loops another 50
 * ms. Unreferenced, they do not keep the process alive.
 */
const idle: Worker[] = [];

/**
 * Does the `pieces` of a job on this thread and `workers − 1` others. Each takes the next piece
 * from a shared counter.
 *
 * @param options.onResult called on this thread for every piece, in any order.
 * @throws what stops it, after the other threads have ended their pieces.
 */
export async function runJob<Task, Result>(
  job: Job<Task, Result>,
  task: Task,
  pieces: number,
  options: { workers?: number; onResult?: (result: Result, index: number) => void } = {},
): Promise<void> {
  const { workers = 1, onResult } = options;
  const { module, name } = job;
  const next = new Int32Array(new SharedArrayBuffer(4));
  const order: WorkOrder = { module, name, task, next, pieces };
  const helpers = Array.from(
    { length: Math.min(workers, pieces) - 1 },
    () => help(order, (result, index) => onResult?.(result as Result, index)),
  );
  const all = Promise.all(helpers);
  all.catch(() => {}); // handled below; this thread may still be at work
  try {
    const serve = job.start(task);
    for (let index; (index = Atomics.add(next, 0, 1)) < pieces;) {
      const result = serve(index);
      onResult?.(result, index);
      await cancellationPoint();
    }
    await all;
  } finally {
    // nothing is left to take, whatever happened
    Atomics.store(next, 0, pieces);
    await Promise.allSettled(helpers);
  }
}

/**
 * Does the `pieces` of a job on as many other threads, while this one continues.
 *
 * @returns when all are done.
 */
export async function runJobElsewhere<Task>(
  job: Job<Task, void>,
  task: Task,
  pieces: number,
): Promise<void> {
  const { module, name } = job;
  const next = new Int32Array(new SharedArrayBuffer(4));
  const order: WorkOrder = { module, name, task, next, pieces };
  await Promise.all(Array.from({ length: pieces }, () => help(order, () => {})));
}

function help(
  order: WorkOrder,
  onResult: (result: unknown, index: number) => void,
): Promise<void> {
  const worker = idle.pop() ?? new Worker(new URL("./worker.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    worker.ref();
    worker.on("error", reject);
    worker.on("message", (answer: WorkAnswer) => {
      if (answer.index !== undefined) {
        try {
          onResult(unpackMessage(answer.result), answer.index);
        } catch (error) {
          reject(error);
        }
        return;
      }
      worker.removeAllListeners();
      worker.unref();
      idle.push(worker);
      resolve();
    });
    worker.postMessage(packMessage(order));
  });
}
