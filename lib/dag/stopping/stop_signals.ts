import { Worker } from "node:worker_threads";
import { UserError } from "../../user_error.ts";

/** What stops a run. Windows has no SIGTERM. */
export const STOP_SIGNALS: readonly StopSignal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** A signal that asks this process to stop. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** Why a run was stopped. The exit status of its process is 128 + the number of the signal. */
export class StoppedBySignal extends UserError {
  override name = "StoppedBySignal";

  constructor(readonly stopSignal: StopSignal) {
    super(`stopped by ${stopSignal}`, stopSignal === "SIGINT" ? 130 : 143);
  }
}

/** The signals of this process, until it is disposed of. */
export interface StopSignals extends AsyncDisposable {
  /** Aborted with {@linkcode StoppedBySignal} by the first SIGINT or SIGTERM. */
  signal: AbortSignal;
}

let watch: Worker | undefined;

/**
 * Listens for SIGINT and SIGTERM. The first one aborts the signal. If the process has not ended
 * 3.5 s later, and at once at the second signal, it is ended by its default action.
 *
 * Another thread listens, because a listener of this one would wait for whatever computes here.
 * Listeners that this thread adds to the same signals would keep it from ending the process.
 */
export async function stopSignals(): Promise<StopSignals> {
  const stop = new AbortController();
  const worker = new Worker(new URL("./stop_watch.ts", import.meta.url));
  worker.unref();
  const ready = Promise.withResolvers<void>();
  worker.on("message", (message: StopSignal | "ready") => {
    if (message === "ready") ready.resolve();
    else stop.abort(new StoppedBySignal(message));
  });
  worker.on("error", ready.reject);
  await ready.promise;
  watch = worker;
  return {
    signal: stop.signal,
    async [Symbol.asyncDispose]() {
      watch = undefined;
      await worker.terminate();
    },
  };
}

/**
 * Names the run that is recorded as `stopped` if a signal ends the process before the run could
 * record it, because a task computes without a pause.
 *
 * @param folder of the run.
 */
export function watchRun(folder: string): Disposable {
  watch?.postMessage({ folder });
  return { [Symbol.dispose]: () => watch?.postMessage({}) };
}
