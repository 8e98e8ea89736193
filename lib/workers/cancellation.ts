import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers";

const scope = new AsyncLocalStorage<AbortSignal>();

/**
 * Runs work that ends at its next cancellation point once the signal is aborted: the signal reaches
 * every loop below without a parameter in each function between.
 *
 * @returns the result of the work.
 */
export function cancellable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return scope.run(signal, work);
}

/**
 * A place where work may be stopped, between trees, rounds, blocks of rows and weeks. It lets
 * timers, signals, messages of workers and progress lines run, which a loop would block.
 *
 * @throws the reason of the signal if the work is to stop.
 */
export async function cancellationPoint(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  scope.getStore()?.throwIfAborted();
}
