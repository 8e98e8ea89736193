import { createHash } from "node:crypto";
import { join } from "node:path";

/** A file of the working folder. */
export interface LocalFile {
  bytes: number;
  mtimeMs: number;
  sha256: string;
  /** Whether it had been left alone for a while when it was read: time and size tell a later change. */
  settled: boolean;
}

/** Longer than the steps in which file systems count time. */
const SETTLED_MS = 2000;

/** What a working folder has. */
export interface LocalContents {
  files: Record<string, LocalFile>;
  links: Record<string, string>;
}

/** The file of a run that lists the others. */
const RECORD = /(^|\/)run\.json$/;

/**
 * Reads what a folder has. Names that begin with a dot are left out: locks, and files that are being
 * written. A file with the size and time of `known` has its digest.
 *
 * A command may be at work in the folder. It writes the files of a task first, `run.json` next and
 * the link `latest` last, so they are looked at the other way round: what is found was never ahead
 * of its files.
 */
export async function readLocal(
  folder: string,
  known: Record<string, LocalFile> = {},
): Promise<LocalContents> {
  const found: LocalContents = { files: {}, links: {} };
  const first = walk(folder), links = first.filter(({ isSymlink }) => isSymlink);
  for (const { name } of links) {
    const target = orGone(() => Deno.readLinkSync(join(folder, name)));
    if (target !== undefined) found.links[name] = target.replaceAll("\\", "/");
  }
  const isFile = ({ isFile }: Named) => isFile;
  const records = first.filter((entry) => isFile(entry) && RECORD.test(entry.name));
  const digests: [string, LocalFile | undefined][] = [];
  for (const { name } of records) digests.push([name, await localFile(folder, name, known[name])]);
  for (const { name } of walk(folder).filter(isFile)) {
    if (!RECORD.test(name)) digests.push([name, await localFile(folder, name, known[name])]);
  }
  for (const [name, file] of digests) if (file) found.files[name] = file;
  return found;
}

/** Size, time and digest of a file; `undefined` if it is gone. */
export async function localFile(
  folder: string,
  name: string,
  known?: LocalFile,
): Promise<LocalFile | undefined> {
  const path = join(folder, name);
  const stat = orGone(() => Deno.statSync(path));
  if (stat === undefined) return undefined;
  const mtimeMs = stat.mtime?.getTime() ?? 0;
  if (known?.settled && known.bytes === stat.size && known.mtimeMs === mtimeMs) return known;
  const settled = mtimeMs < Date.now() - SETTLED_MS;
  const opened = orGone(() => Deno.openSync(path));
  if (opened === undefined) return undefined;
  using file = opened;
  const hash = createHash("sha256"), chunk = new Uint8Array(1 << 20);
  let bytes = 0;
  for (let n = await file.read(chunk); n !== null; n = await file.read(chunk)) {
    hash.update(chunk.subarray(0, n));
    bytes += n;
  }
  return { bytes, mtimeMs, sha256: hash.digest("hex"), settled };
}

type Named = Pick<Deno.DirEntry, "name" | "isFile" | "isSymlink">;

/** Files and links, with the folders that they are in. */
function walk(folder: string, at = ""): Named[] {
  const entries = orGone(() => [...Deno.readDirSync(join(folder, at))]) ?? [];
  return entries.filter(({ name }) => !name.startsWith(".")).flatMap((entry) => {
    const name = at === "" ? entry.name : `${at}/${entry.name}`;
    return entry.isDirectory ? walk(folder, name) : [{ ...entry, name }];
  });
}

/** The result, or `undefined` if the file or folder was removed a moment ago. */
function orGone<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
