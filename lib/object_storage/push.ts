import { createHash } from "node:crypto";
import { join } from "node:path";
import { UserError } from "../user_error.ts";
import { inParallel } from "./in_parallel.ts";
import { type LocalFile, localFile, readLocal } from "./local_folder.ts";
import { type Manifest, type Published, readManifest, type StoredFile } from "./manifest.ts";
import { writeManifest } from "./manifest.ts";
import { merge } from "./merge.ts";
import type { Synced } from "./pull.ts";
import type { Store } from "./store.ts";

/** Larger files are streamed. */
const SMALL = 8 * 2 ** 20;

/** Commands that may publish between two looks at the manifest; each of them has made progress. */
const TRIES = 50;

/** Another machine has changed the same files. */
export class ChangedTwice extends UserError {
  constructor(store: Store, folder: string, names: string[]) {
    const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
    super(
      `${store.path.url}: expected ${shown} as this command found it, found a version that another ` +
        `machine has published since. Nothing of this command's is published; it is in ${folder} ` +
        "until the next command.\nRun it again: it begins from what is published now.",
      1,
    );
  }
}

/**
 * Publishes the changes that were made in a working folder since it was pulled or pushed last.
 *
 * New and changed files go up under new keys, which no manifest has referred to; then the manifest is
 * written, if it is still the one that was read, and what it no longer refers to is removed. A push
 * that is killed leaves the last manifest with all its files.
 *
 * @param options.upload identifies this push in the keys of its objects.
 * @param options.theirs what is published now, if that is known to be something else.
 * @returns `undefined` if a file changed meanwhile: a command is at work in the folder.
 * @throws ChangedTwice if another machine has changed the same files.
 */
export async function push(
  store: Store,
  folder: string,
  { published: base, known, left }: Synced,
  { upload = newUpload(), theirs = base }: { upload?: string; theirs?: Published } = {},
): Promise<Synced | undefined> {
  const local = await readLocal(folder, known), moved = { files: 0, bytes: 0 };
  const uploaded: StoredFile[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const { manifest, conflicts } = merged(
      base.manifest,
      { files: { ...left, ...local.files }, links: local.links },
      theirs.manifest,
    );
    if (conflicts.length > 0) throw new ChangedTwice(store, folder, conflicts);
    if (manifest === undefined) {
      await removeUnused(store, uploaded, theirs);
      return { published: theirs, known: local.files, left, moved };
    }
    const stored = new Map(
      [...uploaded, ...Object.values(theirs.manifest.files)].map((file) => [file.sha256, file]),
    );
    let isStale = false;
    await inParallel(Object.entries(manifest.files), async ([name, { sha256 }]) => {
      let found = stored.get(sha256);
      if (found === undefined) {
        const file = local.files[name]!, key = `files/${upload}/${name}`;
        if (isStale || !await putFile(store, key, folder, name, file)) return void (isStale = true);
        found = { key, bytes: file.bytes, sha256 };
        uploaded.push(found);
        moved.files++;
        moved.bytes += file.bytes;
      }
      manifest.files[name] = found;
    });
    if (isStale) {
      await removeUnused(store, uploaded, theirs);
      return undefined;
    }
    const written = await writeManifest(store, manifest, theirs);
    if (written) {
      await removeUnused(
        store,
        [...Object.values(theirs.manifest.files), ...uploaded],
        written,
      );
      return { published: written, known: local.files, left, moved };
    }
    theirs = await readManifest(store);
  }
  throw new UserError(
    `${store.path.url}: expected to publish within ${TRIES} tries, found other commands publishing ` +
      "each time.\nTry again when fewer commands use this path.",
    1,
  );
}

/** A name that no other push has, in the order of time. */
function newUpload(): string {
  return new Date().toISOString().replaceAll(/[-:.]/g, "") + "-" + crypto.randomUUID().slice(0, 8);
}

/** The manifest to write, whose new files have no key yet; none if nothing is to be changed. */
function merged(
  base: Manifest,
  ours: { files: Record<string, StoredFile | LocalFile>; links: Record<string, string> },
  theirs: Manifest,
): { manifest?: Manifest; conflicts: string[] } {
  const { files, links, conflicts } = merge<{
    files: Record<string, StoredFile | LocalFile>;
    links: Record<string, string>;
  }>(base, ours, theirs);
  const isSame = (a: Record<string, unknown>, b: Record<string, unknown>) =>
    Object.keys(a).length === Object.keys(b).length &&
    Object.entries(a).every(([name, value]) => b[name] === value);
  if (isSame(files, theirs.files) && isSame(links, theirs.links)) return { conflicts };
  const unkeyed = Object.entries(files).map(([name, file]): [string, StoredFile] => [
    name,
    "key" in file ? file : { key: "", bytes: file.bytes, sha256: file.sha256 },
  ]);
  return { manifest: { version: 1, files: Object.fromEntries(unkeyed), links }, conflicts };
}

/** Puts a file; false if it no longer begins with the bytes of its digest. */
async function putFile(
  store: Store,
  key: string,
  folder: string,
  name: string,
  file: LocalFile,
): Promise<boolean> {
  const path = join(folder, name), { bytes, sha256 } = file;
  try {
    if (bytes <= SMALL) {
      const content = (await Deno.readFile(path)).subarray(0, bytes);
      if (createHash("sha256").update(content).digest("hex") !== sha256) return false;
      await store.put(key, content);
      return true;
    }
    await store.put(key, { file: path, bytes, sha256 });
    const now = await localFile(folder, name, file);
    return now?.sha256 === sha256;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || (error as { code?: string }).code === "ENOENT") {
      return false;
    }
    throw error;
  }
}

/** Removes the objects of the manifest before and of this push to which the new one does not refer. */
async function removeUnused(store: Store, before: StoredFile[], { manifest }: Published) {
  const used = new Set(Object.values(manifest.files).map(({ key }) => key));
  const unused = new Set(before.map(({ key }) => key));
  await inParallel([...unused].filter((key) => !used.has(key)), (key) => store.remove(key));
}
