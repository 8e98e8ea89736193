import { join } from "node:path";
import { replaceFile } from "../../lib/dag/runs/publish.ts";
import { readLocal } from "../../lib/object_storage/local_folder.ts";
import { type Manifest, MANIFEST_SCHEMA, readManifest } from "../../lib/object_storage/manifest.ts";
import type { Synced } from "../../lib/object_storage/pull.ts";
import { push } from "../../lib/object_storage/push.ts";
import type { Store } from "../../lib/object_storage/store.ts";

/** In the working folder, so that it goes with it. */
const BASE = ".published.json";

/** Remembers what was published when a command began, until what it does is published. */
export function rememberBase(folder: string, { published }: Synced): void {
  replaceFile(join(folder, BASE), JSON.stringify(published.manifest));
}

/** All is published. */
export function forgetBase(folder: string): void {
  Deno.removeSync(join(folder, BASE));
}

/**
 * Publishes what an earlier command left in a working folder, if the storage was away at its end or
 * both its processes were killed.
 *
 * @returns what was published; `undefined` if there is nothing.
 * @throws ChangedTwice if another machine has changed the same files since.
 */
export async function pushUnpublished(
  store: Store,
  folder: string,
): Promise<Synced["moved"] | undefined> {
  const base = readBase(folder);
  if (base === undefined) return undefined;
  const local = await readLocal(folder);
  // a cache may be emptied in part: a file that is not there was not removed by the command
  const inBoth = <T>(ofBase: Record<string, T>, ofFolder: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(ofBase).filter(([name]) => name in ofFolder));
  const manifest = {
    ...base,
    files: inBoth(base.files, local.files),
    links: inBoth(base.links, local.links),
  };
  const synced = {
    published: { manifest, etag: undefined },
    known: local.files,
    left: {},
    moved: { files: 0, bytes: 0 },
  };
  const pushed = await push(store, folder, synced, { theirs: await readManifest(store) });
  return pushed?.moved;
}

function readBase(folder: string): Manifest | undefined {
  try {
    return MANIFEST_SCHEMA.parse(JSON.parse(Deno.readTextFileSync(join(folder, BASE))));
  } catch {
    // the usual case: nothing was left
    return undefined;
  }
}
