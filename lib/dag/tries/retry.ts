import { UserError } from "../../user_error.ts";
import { clock } from "../clock.ts";
import { isTransient } from "./transient.ts";

/** How often work is tried again; named as in Airflow. */
export interface RetryRules {
  /** Tries after the first one, for errors that may pass: 0 by default. */
  retries?: number;
  /** Pause before the first of them, in milliseconds; doubled before each next one. */
  retryDelayMs?: number;
}

/** A try that ended with an error that may pass. */
export interface Retry {
  /** When it ended: ISO 8601, UTC. */
  at: string;
  /** Its error. */
  message: string;
}

/**
 * Does work, and tries it again after an error that may pass (see transient.ts), with growing
 * pauses. Any other error is thrown at once.
 *
 * @param options.signal ends the pauses; no try follows.
 * @param options.onRetry called before each pause.
 * @throws the error of the work; UserError once all tries are used up.
 */
export async function withRetries<T>(
  work: () => T | Promise<T>,
  { retries = 0, retryDelayMs = 0 }: RetryRules,
  { signal, onRetry = () => {} }: {
    signal: AbortSignal;
    onRetry?: (retry: Retry, text: string) => void;
  },
): Promise<T> {
  let pausedMs = 0;
  for (let number = 1;; number++) {
    try {
      return await work();
    } catch (error) {
      if (retries === 0 || signal.aborted || !isTransient(error)) throw error;
      const { message } = error as Error;
      if (number > retries) {
        throw new UserError(
          `${message}\nTried ${number} times within ${clock(pausedMs)}. Repair it, ` +
            "then continue with: deno task pipeline --resume",
          1,
        );
      }
      const pauseMs = retryDelayMs * 2 ** (number - 1);
      onRetry(
        { at: new Date().toISOString(), message },
        `try ${number} of ${retries + 1} failed, the next one follows in ${clock(pauseMs)}: ` +
          message,
      );
      await pause(pauseMs, signal);
      pausedMs += pauseMs;
    }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  signal.addEventListener("abort", () => over.resolve(), { once: true });
  await over.promise;
  clearTimeout(timer);
  signal.throwIfAborted();
}
