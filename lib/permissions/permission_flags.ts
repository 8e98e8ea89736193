import { UserError } from "../user_error.ts";
import type { Permissions } from "./permissions.ts";

/**
 * Permissions as flags of `deno run`. It never asks for more.
 *
 * @throws UserError for a path with a comma: Deno separates the paths of a flag by commas, and 2.9.6
 * has no way to write one in a path.
 *
 * @example
 * ```ts
 * import { permissionFlags } from "./permission_flags.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(permissionFlags({ read: ["/data", "/outputs"], env: ["TERM"], run: [] }), [
 *   "--no-prompt",
 *   "--allow-read=/data,/outputs",
 *   "--allow-env=TERM",
 * ]);
 * ```
 */
export function permissionFlags(permissions: Partial<Permissions>): string[] {
  const flags = Object.entries(permissions).flatMap(([name, values]) => {
    const comma = values.find((value) => value.includes(","));
    if (comma !== undefined) {
      throw new UserError(
        `expected a path without a comma, found ${comma}\n` +
          "Deno separates the folders that a command may use by commas. Rename the folder, or use " +
          "another one.",
      );
    }
    // without values, the flag would allow everything
    return values.length === 0 ? [] : [`--allow-${name}=${[...new Set(values)].join(",")}`];
  });
  return ["--no-prompt", ...flags];
}
