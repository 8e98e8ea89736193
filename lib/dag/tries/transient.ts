/** Errors of the operating system that may be gone when the work is tried again. */
const TRANSIENT = [
  // a file that another program uses; too many open files
  "EBUSY",
  "ETXTBSY",
  "EAGAIN",
  "EMFILE",
  "ENFILE",
  // a full disk, a bad read of a network disk
  "ENOSPC",
  "EDQUOT",
  "EIO",
  "ESTALE",
  "ETIMEDOUT",
  // a server that is away
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
];

/** Their numbers, for messages that have only these, such as those of polars. */
const NUMBERS: Partial<Record<typeof Deno.build.os, readonly number[]>> = {
  linux: [16, 26, 11, 24, 23, 28, 122, 5, 116, 110, 111, 104, 113, 101],
  darwin: [16, 26, 35, 24, 23, 28, 69, 5, 70, 60, 61, 54, 65, 51],
  // sharing and lock violation, disk full, device not ready, network name deleted
  windows: [32, 33, 39, 112, 21, 64],
};

/**
 * Whether an error is of the operating system and may pass: a busy file, a full disk, a server that
 * is away. Bad input and bugs do not pass. The cause of an error counts too.
 *
 * @example
 * ```ts
 * import { isTransient } from "./transient.ts";
 * import assert from "node:assert/strict";
 *
 * assert(isTransient(new Deno.errors.Busy("file in use")));
 * assert(!isTransient(new Deno.errors.NotFound("no such file")));
 * ```
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  // polars has a code of its own, GenericFailure
  if (typeof code === "string" && /^E[A-Z]+$/.test(code)) return TRANSIENT.includes(code);
  if (error instanceof Deno.errors.Busy) return true;
  const number = /\(os error (\d+)\)/.exec(error.message)?.[1];
  if (number !== undefined) return NUMBERS[Deno.build.os]?.includes(Number(number)) ?? false;
  return isTransient(error.cause);
}
