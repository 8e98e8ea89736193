import { isTransient } from "./transient.ts";

/** How polars and Deno write it on Linux, macOS and Windows. */
const NO_PERMISSION = /Permission denied|Operation not permitted|Access is denied/;

/**
 * Whether the operating system refused to read a file: a bad sector, a network drive that is away, a
 * missing permission. The file may be whole, so a run must not go on as if it were damaged: it would
 * publish another forecast than the one it would make a minute later.
 *
 * @example
 * ```ts
 * import { isRefusedRead } from "./refused_read.ts";
 * import assert from "node:assert/strict";
 *
 * assert(isRefusedRead(new Deno.errors.PermissionDenied("Permission denied (os error 13)")));
 * assert(!isRefusedRead(new Deno.errors.NotFound("No such file or directory (os error 2)")));
 * assert(!isRefusedRead(new Error("parquet: File out of specification")));
 * ```
 */
export function isRefusedRead(error: unknown): boolean {
  return error instanceof Error && (isTransient(error) || NO_PERMISSION.test(error.message));
}
