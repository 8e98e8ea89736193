import { existsSync, lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeLink } from "../permissions/make_link.ts";
import { UserError } from "../user_error.ts";
import { download } from "./download.ts";
import { inParallel } from "./in_parallel.ts";
import { type LocalFile, localFile, readLocal } from "./local_folder.ts";
import { type Manifest, type Published, readManifest, type StoredFile } from "./manifest.ts";
import type { Store } from "./store.ts";

/** What a working folder and the storage have in common. */
export interface Synced {
  published: Published;
  /** The files of the working folder. */
  known: Record<string, LocalFile>;
  /** What was left in the storage, by name. */
  left: Record<string, StoredFile>;
  /** How much was transferred. */
  moved: { files: number; bytes: number };
}

/** The files that may be left in the storage. */
export interface LargeFiles {
  isLarge(name: string): boolean;
  /** Which of them are needed, judged by the other files once these are in the folder. */
  needed(folder: string): (name: string) => boolean;
}

/** Times that another command may publish, and remove what was read, while this one reads. */
const TRIES = 5;

/**
 * Makes a working folder equal to what is published. Files that are there already, by their
 * SHA-256, are not fetched again; what is not published is removed.
 *
 * @param large which files may be left in the storage; none by default.
 * @throws UserError if an object is missing or has other bytes than the manifest says.
 */
export async function pull(
  store: Store,
  folder: string,
  large: LargeFiles = { isLarge: () => false, needed: () => () => true },
): Promise<Synced> {
  Deno.mkdirSync(folder, { recursive: true });
  let published = await readManifest(store);
  for (let attempt = 1;; attempt++) {
    try {
      return await makeEqual(store, folder, published, large);
    } catch (error) {
      const now = await readManifest(store);
      if (attempt === TRIES || now.etag === published.etag) throw error;
      published = now;
    }
  }
}

async function makeEqual(
  store: Store,
  folder: string,
  published: Published,
  { isLarge, needed }: LargeFiles,
): Promise<Synced> {
  const { manifest } = published, local = await readLocal(folder);
  const files: Record<string, LocalFile> = {}, moved = { files: 0, bytes: 0 };
  removeOthers(folder, manifest, local);
  const fetch = async ([name, { key, bytes, sha256 }]: [string, StoredFile]) => {
    const path = join(folder, name), there = local.files[name];
    if (there?.sha256 === sha256) return void (files[name] = there);
    const found = await download(store, key, path);
    const isWhole = typeof found === "object" && found.sha256 === sha256;
    if (!isWhole) throw damaged(store, key, { bytes, sha256 }, found || undefined);
    files[name] = (await localFile(folder, name))!;
    moved.files++;
    moved.bytes += bytes;
  };
  const all = Object.entries(manifest.files);
  await inParallel(all.filter(([name]) => !isLarge(name)), fetch);
  for (const [name, target] of Object.entries(manifest.links)) {
    if (local.links[name] === target) continue;
    const path = join(folder, name), temporary = join(dirname(path), ".unfinished-link");
    if (lexists(temporary)) Deno.removeSync(temporary);
    makeLink(target, temporary);
    Deno.renameSync(temporary, path);
  }
  const isNeeded = needed(folder), left: Record<string, StoredFile> = {};
  await inParallel(all.filter(([name]) => isLarge(name)), async ([name, file]) => {
    const isThere = local.files[name]?.sha256 === file.sha256;
    if (isThere || isNeeded(name)) return await fetch([name, file]);
    left[name] = file;
    // an older version
    if (name in local.files) Deno.removeSync(join(folder, name));
  });
  return { published, known: files, left, moved };
}

/** Removes what is not published, and folders that are empty then. */
function removeOthers(
  folder: string,
  manifest: Manifest,
  local: { files: Record<string, unknown>; links: Record<string, unknown> },
): void {
  const names = [
    ...Object.keys(local.files).filter((name) => !(name in manifest.files)),
    ...Object.keys(local.links).filter((name) => !(name in manifest.links)),
  ];
  for (const name of names) {
    const path = join(folder, name);
    // its folder may be gone already
    if (lexists(path)) Deno.removeSync(path);
    for (let above = dirname(name); above !== "."; above = dirname(above)) {
      const path = join(folder, above);
      if (Object.keys(manifest.files).some((kept) => kept.startsWith(`${above}/`))) break;
      // with the unfinished files of a killed command
      if (existsSync(path)) Deno.removeSync(path, { recursive: true });
    }
  }
}

function lexists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function damaged(
  store: Store,
  key: string,
  expected: { bytes: number; sha256: string },
  found: { bytes: number; sha256: string } | string | undefined,
): UserError {
  const shown = (file: { bytes: number; sha256: string }) =>
    `${file.bytes} bytes with SHA-256 ${file.sha256.slice(0, 12)}…`;
  return new UserError(
    `${store.path.url}/${key}: expected ${shown(expected)}, found ` +
      `${typeof found === "object" ? shown(found) : "no such object"}\n` +
      "Restore the object from a backup, or use another path.",
  );
}
