import type { Code } from "./fault_errors.ts";

/** A disturbance of one call: an error instead of it, or SIGKILL. */
export type Fault = Code | "kill before" | "kill half" | "kill after";

/** What can be done instead of a call. */
export interface Disturbable {
  call: () => unknown;
  /** Does a part of it: half of the bytes, or of the entries; nothing if it has no parts. */
  half: () => unknown;
  error: (code: Code) => Error;
  /** How the function returns, and so how it fails. */
  form: "sync" | "async" | "iterable";
}

/** Calls a function, or does to it what a fault says. */
export function disturbed(
  fault: Fault | undefined,
  { call, half, error, form }: Disturbable,
): unknown {
  switch (fault) {
    case undefined:
      return call();
    case "kill before":
      return die();
    case "kill half":
      return after(half(), die);
    case "kill after":
      return after(call(), die);
  }
  const thrown = error(fault);
  if (form === "iterable") {
    return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(thrown) }) };
  }
  // a full disk takes some of the bytes first
  const partial = fault === "ENOSPC" ? half() : undefined;
  if (form === "async") return Promise.resolve(partial).then(() => Promise.reject(thrown));
  throw thrown;
}

function after(value: unknown, next: () => unknown): unknown {
  return value instanceof Promise ? value.then(next) : next();
}

/** Never returns: the signal may need a moment. */
function die(): never {
  Deno.kill(Deno.pid, "SIGKILL");
  while (true) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
