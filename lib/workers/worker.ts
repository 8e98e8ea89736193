import { setImmediate } from "node:timers";
import { parentPort } from "node:worker_threads";
import type { Job } from "./job.ts";
import { releaseArrays } from "./release_arrays.ts";
import type { WorkOrder } from "./run_job.ts";
import { packMessage, unpackMessage } from "./worker_message.ts";

// Runs in each thread of the pool: takes pieces of the job until none is left.
parentPort!.on("message", async (message) => {
  const { module, name, task, next, pieces } = unpackMessage(message) as WorkOrder;
  const start: Job<unknown, unknown>["start"] = (await import(module))[name];
  const serve = start(task);
  for (let index; (index = Atomics.add(next, 0, 1)) < pieces;) {
    parentPort!.postMessage({ index, result: packMessage(serve(index)) });
  }
  parentPort!.postMessage({});
  // shared memory is freed when no thread refers to it, and an idle one would not collect garbage
  setImmediate(releaseArrays);
});
