import { codeOf } from "./storage_fault.ts";

/** Pauses between tries, in milliseconds: a service may be away for 15 s. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000, 8000];

/** What a network says while a service starts, ends or is far away. */
const PASSING = [
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"],
  ...["EHOSTUNREACH", "ENETUNREACH", "TimeoutError", "RequestTimeout", "SlowDown"],
];

/** Does work, and tries it again after an error of a service that may be away for a moment. */
export async function patiently<T>(
  work: () => Promise<T>,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) throw error;
      // by chance shorter, so that several machines do not come back at once
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random() / 2)));
    }
  }
  return await work();
}

/** Whether the same request may succeed later. */
export function mayPass(error: unknown): boolean {
  const { status = 0, code = "", name = "" } = codeOf(error);
  return status >= 500 && status !== 501 || status === 429 || PASSING.includes(code) ||
    PASSING.includes(name);
}
