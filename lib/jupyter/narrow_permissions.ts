/**
 * Gives up what a notebook does not need: network, other programs, writing files. Deno's kernel
 * starts with every permission and takes no flags, so this belongs in a notebook's first cell. What
 * is given up cannot be had back. Native addons (polars) are beyond its reach once loaded.
 *
 * ```ts ignore
 * import { narrowPermissions } from "../lib/jupyter/narrow_permissions.ts";
 * await narrowPermissions();
 * ```
 *
 * @param names the permissions to give up.
 */
export async function narrowPermissions(
  names: Deno.PermissionName[] = ["net", "run", "write"],
): Promise<void> {
  for (const name of names) await Deno.permissions.revoke({ name } as Deno.PermissionDescriptor);
}
