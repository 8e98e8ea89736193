import { namingPath } from "../../system_error.ts";

/** What file systems that cannot sync a folder answer, such as some network shares. */
const UNSUPPORTED = ["EINVAL", "ENOTSUP", "EOPNOTSUPP"];

/**
 * Writes the entries of a folder to the disk, so that a power cut cannot undo a rename in it that
 * was reported. Windows cannot sync folders; NTFS keeps a journal of renames.
 */
export function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return;
  using entries = Deno.openSync(folder);
  try {
    namingPath("write", folder, () => entries.syncSync());
  } catch (error) {
    if (!UNSUPPORTED.includes((error as { code?: string }).code ?? "")) throw error;
  }
}
