import { parentPort } from "node:worker_threads";
import { unpackMessage } from "../forest/worker_message.ts";
import { doPieces, type TrialOrder } from "./run_trials.ts";

// The module that workers run: takes pieces of the study until none is left.
parentPort!.on("message", (message) => {
  for (const result of doPieces(unpackMessage(message) as TrialOrder)) {
    parentPort!.postMessage(result);
  }
  parentPort!.postMessage("done");
});
