import { UserError } from "../../user_error.ts";
import { cancellable } from "../../workers/cancellation.ts";
import { clock } from "../clock.ts";

/** How long stopped work may take to end by itself. A cancellation point comes within a second. */
const GRACE_MS = 2000;

/**
 * Does work that ends when it is stopped or has used up its time. It ends at its next cancellation
 * point; if it comes to none within two seconds, as when it waits for a disk that is away, it is
 * left behind, and its result is ignored.
 *
 * @param options.name named in the message.
 * @param options.limitMs no limit by default.
 * @throws the reason of the signal; UserError if the time is over; the error of the work.
 */
export async function withinTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { name, signal, limitMs, graceMs = GRACE_MS }: {
    name: string;
    signal: AbortSignal;
    limitMs: number | undefined;
    graceMs?: number;
  },
): Promise<T> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const over = () =>
    limit.abort(
      new UserError(
        `${name} took longer than its limit of ${clock(limitMs!)}, and was stopped.\n` +
          "Continue with: deno task pipeline --resume",
        1,
      ),
    );
  const limitTimer = limitMs === undefined ? undefined : setTimeout(over, limitMs);
  const either = AbortSignal.any([signal, limit.signal]);
  const leftBehind = Promise.withResolvers<never>();
  let graceTimer: ReturnType<typeof setTimeout> | undefined;
  const startGrace = () => {
    graceTimer = setTimeout(() => leftBehind.reject(either.reason), graceMs);
  };
  either.addEventListener("abort", startGrace);
  try {
    return await Promise.race([cancellable(either, () => work(either)), leftBehind.promise]);
  } catch (error) {
    // what ended because it was stopped may say so in other words
    throw either.aborted ? either.reason : error;
  } finally {
    either.removeEventListener("abort", startGrace);
    clearTimeout(limitTimer);
    clearTimeout(graceTimer);
  }
}
