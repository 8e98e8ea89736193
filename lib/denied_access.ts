import { UserError } from "./user_error.ts";

/** Parts of Deno's messages: the permission, and what it is for. */
const REQUIRES = /^Requires (\w+) access(?: to (.+?))?(?:, run again|, which|$)/s;

const DOINGS: Record<string, string> = {
  read: "read",
  write: "write",
  ffi: "load the library",
  net: "reach",
  run: "start the program",
  env: "read the environment variable",
  sys: "ask the system for",
};

/**
 * The error as a message without a stack trace, if it is an access that the permissions of the
 * command do not include; `undefined` for any other error.
 *
 * @example
 * ```ts
 * import { deniedAccess } from "./denied_access.ts";
 * import assert from "node:assert/strict";
 *
 * const error = new Deno.errors.NotCapable(
 *   'Requires net access to "example.com:443", run again with the --allow-net flag',
 * );
 * assert.match(deniedAccess(error)!.message, /^Denied: to reach "example.com:443"\.\n/);
 * assert.equal(deniedAccess(new TypeError("x is undefined")), undefined);
 * ```
 */
export function deniedAccess(error: unknown): UserError | undefined {
  if (!(error instanceof Deno.errors.NotCapable)) return undefined;
  const { message } = error;
  const [, permission = "", what] = REQUIRES.exec(message) ?? [];
  const attempt = what === undefined
    // such as Deno.symlink()
    ? `${message.split(" requires ")[0]}, which needs access to everything`
    : `to ${DOINGS[permission] ?? "use"} ${what}`;
  const remedy = permission === "read" || permission === "write"
    ? "Put it into the data folder or the outputs folder itself, not as a link to elsewhere."
    : "Take this out of the code, or grant it in tasks/launch/command_permissions.ts.";
  return new UserError(
    `Denied: ${attempt}.\n` +
      `A command may use its own folders and services only, see lib/dag/README.md. ${remedy}`,
    1,
  );
}
