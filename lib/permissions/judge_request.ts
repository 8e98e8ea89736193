import { isAbsolute, relative, sep } from "node:path";
import type { Permissions } from "./permissions.ts";

/** A question of Deno's permission broker: may the process do this? */
export interface PermissionRequest {
  id: number;
  /** Such as `read`. */
  permission: string;
  /** What is accessed; `null` if the request is for all. */
  value: string | null;
}

/** Its answer. */
export interface PermissionAnswer {
  id: number;
  result: "allow" | "deny";
  /** Becomes the message of the error. */
  reason?: string;
}

/**
 * Answers a request of a process whose permissions a broker decides (`DENO_PERMISSION_BROKER_PATH`).
 *
 * @example
 * ```ts
 * import { judgeRequest } from "./judge_request.ts";
 * import assert from "node:assert/strict";
 *
 * const request = { id: 1, permission: "read", value: "/etc/passwd" };
 * assert.deepEqual(judgeRequest(request, { read: ["/data"] }), {
 *   id: 1,
 *   result: "deny",
 *   reason: "Requires read access to /etc/passwd, which is not permitted here",
 * });
 * ```
 */
export function judgeRequest(
  { id, permission, value }: PermissionRequest,
  permissions: Partial<Permissions>,
): PermissionAnswer {
  const granted = Object.hasOwn(permissions, permission)
    ? permissions[permission as keyof Permissions]!
    : [];
  const isPath = ["read", "write", "ffi"].includes(permission);
  const allowed = value !== null &&
    (granted.includes(value) ||
      isPath && granted.some((folder) => isWithin(pathOf(value), folder)));
  if (allowed) return { id, result: "allow" };
  const what = value === null ? "" : ` to ${value}`;
  return {
    id,
    result: "deny",
    reason: `Requires ${permission} access${what}, which is not permitted here`,
  };
}

/** Imports name their files as URLs. */
function pathOf(value: string): string {
  return value.startsWith("file://") ? decodeURIComponent(new URL(value).pathname) : value;
}

function isWithin(path: string, folder: string): boolean {
  if (!isAbsolute(path)) return false;
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
