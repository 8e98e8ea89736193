import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import { replaceFile } from "../runs/publish.ts";
import { readRunRecord, runRecordText } from "../runs/run_record.ts";
import { stopRun, stopTask } from "./stop_run.ts";
import { STOP_SIGNALS, StoppedBySignal, type StopSignal } from "./stop_signals.ts";
import { writeText } from "../terminal/write_text.ts";

// Runs in the thread of `stopSignals`: passes the first signal on and ends the process in time.

/** Service managers and operators expect the end within five seconds. */
const LIMIT_MS = 3500;

const SHOW_CURSOR = "\x1b[?25h";

let folder: string | undefined;
let asked = false;

const listeners = STOP_SIGNALS.map((name) => [name, () => received(name)] as const);
for (const [name, listener] of listeners) Deno.addSignalListener(name, listener);
parentPort!.on("message", (message: { folder?: string }) => folder = message.folder);
parentPort!.postMessage("ready");

function received(name: StopSignal): void {
  if (asked) return end(name);
  asked = true;
  parentPort!.postMessage(name);
  setTimeout(() => end(name), LIMIT_MS);
}

/** Ends the process by the signal itself: without listeners, it has its default action. */
function end(name: StopSignal): void {
  try {
    if (folder !== undefined) recordStop(folder, name);
    if (Deno.stderr.isTerminal()) writeText(Deno.stderr, SHOW_CURSOR);
  } finally {
    for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
    Deno.kill(Deno.pid, name);
  }
}

/** The other thread may write `run.json` now; each has its own temporary file. */
function recordStop(folder: string, name: StopSignal): void {
  const run = readRunRecord(folder);
  if (run.state !== "running") return;
  const { message } = new StoppedBySignal(name), ended = new Date().toISOString();
  for (const task of run.tasks) {
    if (task.state !== "running") continue;
    stopTask(task, message);
    task.ended = ended;
    task.duration_ms = Date.parse(ended) - Date.parse(task.started!);
  }
  stopRun(run);
  run.ended = ended;
  replaceFile(join(folder, "run.json"), runRecordText(run), "stop");
}
