/**
 * Revokes permissions that a notebook does not need: network, running programs, writing files.
 * Deno's kernel starts with all permissions and accepts no flags, so call this in the first cell of
 * a notebook. Revoked permissions cannot be restored. Native addons (polars) that are already
 * loaded are not restricted.
 *
 * ```ts ignore
 * import { narrowPermissions } from "../lib/jupyter/narrow_permissions.ts";
 * await narrowPermissions();
 * ```
 *
 * @param names the permissions to revoke.
 */
export async function narrowPermissions(
  names: Deno.PermissionName[] = ["net", "run", "write"],
): Promise<void> {
  for (const name of names) await Deno.permissions.revoke({ name } as Deno.PermissionDescriptor);
}
