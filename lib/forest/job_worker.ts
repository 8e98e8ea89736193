import { parentPort } from "node:worker_threads";
import { JOBS } from "./jobs.ts";
import type { WorkOrder } from "./run_job.ts";
import { packMessage, unpackMessage } from "./worker_message.ts";

// The module that workers run: takes pieces of the ordered job until none is left.
parentPort!.on("message", (message) => {
  const { name, task, next, pieces } = unpackMessage(message) as WorkOrder;
  const serve = JOBS[name](task as never) as (index: number) => unknown;
  for (let index; (index = Atomics.add(next, 0, 1)) < pieces;) {
    parentPort!.postMessage({ index, result: packMessage(serve(index)) });
  }
  parentPort!.postMessage({});
});
