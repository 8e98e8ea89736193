import { basename, dirname } from "node:path";
import { faultOf } from "../../system_error.ts";
import { UserError } from "../../user_error.ts";
import { folderFault } from "./folder_fault.ts";
import { headFault } from "./head_fault.ts";
import { quoted, shownName, shownText } from "./shown_text.ts";

/** What polars and Deno can read in one piece. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Reads a parquet file. Deno reads it, so that `--allow-read` applies and a path is never a pattern.
 * Its kind, its size and its ends are looked at before the rest: a pipe would never end, and a huge
 * file would not fit.
 *
 * @param options.expected files that the folder should contain, for the message if one is missing.
 * @throws UserError if the file is missing, no regular file, too large, or not parquet.
 */
export async function parquetBytes(
  path: string,
  { expected = [basename(path)] }: { expected?: string[] } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const info = await Deno.stat(path);
    if (info.isDirectory) throw await folderFault(path);
    if (!info.isFile) {
      throw new UserError(
        `${shownText(path)}: expected a parquet file, found ${kindOf(info)}.\n` +
          `Put a regular file in its place.`,
      );
    }
    const fault = await headFault(path, info.size);
    if (fault) throw fault;
    if (info.size > MOST_BYTES) {
      const [found, most] = [info.size, MOST_BYTES].map((bytes) =>
        `${(bytes / 1e9).toFixed(1)} GB`
      );
      throw new UserError(
        `${shownText(path)}: expected a file of at most ${most}, found ${found}.\n` +
          `Export only the columns that data/README.md lists, compressed, or fewer years.`,
      );
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw await missing(path, expected);
    if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
      throw new UserError(
        `${shownText(path)} cannot be read: ${faultOf(error)?.why ?? shownText(error.message)}\n` +
          `Give this user and Deno permission to read it.`,
      );
    }
    throw error;
  }
}

/** A file of the user's that is parquet but cannot be read. */
export function damaged(path: string, found: string): UserError {
  return new UserError(
    `${shownText(path)}: expected a parquet file, found ${found}.\n` +
      `Export or copy it again completely.`,
  );
}

function kindOf(info: Deno.FileInfo): string {
  if (info.isFifo) return "a named pipe";
  if (info.isSocket) return "a socket";
  return info.isCharDevice || info.isBlockDevice ? "a device" : "something else";
}

async function missing(path: string, expected: string[]): Promise<UserError> {
  const folder = dirname(path), found = await namesIn(folder);
  const link = await Deno.lstat(path).then((info) => info.isSymlink, () => false);
  if (link) {
    const target = await Deno.readLink(path);
    return new UserError(
      `${shownText(path)}: expected a parquet file, found a link to ${quoted(target)}, which is ` +
        `not there.\nPut the file itself in its place, or repair the link.`,
    );
  }
  return new UserError(
    `${shownName(basename(path))} is missing: expected ${expected.join(", ")} in ` +
      `${shownText(folder)}, ` +
      (found ? `found ${found.length ? found.join(", ") : "nothing"} there.` : "no such folder.") +
      `\nPut the files there, or use another folder with --data-dir.`,
  );
}

/** The first names in a folder, or `undefined` if there is no such folder. */
async function namesIn(folder: string): Promise<string[] | undefined> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) names.push(shownName(entry.name));
  } catch {
    return undefined;
  }
  names.sort();
  return names.length > 8 ? [...names.slice(0, 8), `${names.length - 8} more`] : names;
}
