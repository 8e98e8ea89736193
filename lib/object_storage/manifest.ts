import { z } from "zod";
import { UserError } from "../user_error.ts";
import type { Store } from "./store.ts";

/** A published file. */
export interface StoredFile {
  /** Its object, relative to the path. */
  key: string;
  bytes: number;
  sha256: string;
}

/**
 * What is published under a path: readers follow it and see nothing else. It is written last, so
 * files and links change together or not at all.
 */
export interface Manifest {
  version: 1;
  /** By name, with `/` between folders. */
  files: Record<string, StoredFile>;
  /** Symbolic links to a folder, by name. */
  links: Record<string, string>;
}

/** A manifest and the tag of its object; none before the first one is written. */
export interface Published {
  manifest: Manifest;
  etag: string | undefined;
}

/** Its object. */
export const MANIFEST = "manifest.json";

/** Nothing is published. */
export const EMPTY: Manifest = { version: 1, files: {}, links: {} };

/** A name of a file or link stays in the folder. */
const NAME = z.string().refine(
  (name) =>
    name.split("/").every((part) => !["", ".", ".."].includes(part)) && !/[\\:\0]/.test(name),
  "expected a name in the folder",
);

/** What a manifest must be. */
export const MANIFEST_SCHEMA = z.object({
  version: z.literal(1),
  files: z.record(
    NAME,
    z.object({
      key: NAME,
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  links: z.record(NAME, NAME),
});

/**
 * Reads what is published.
 *
 * @throws UserError if the manifest is damaged, or of a later version.
 */
export async function readManifest(store: Store): Promise<Published> {
  const found = await store.get(MANIFEST, (body) => new Response(body).text());
  if (found === undefined || found === "unchanged") return { manifest: EMPTY, etag: undefined };
  const { data, error } = MANIFEST_SCHEMA.safeParse(parsed(found.value));
  if (data) return { manifest: data, etag: found.etag };
  const [fault] = error.issues;
  throw new UserError(
    `${store.path.url}/${MANIFEST}: expected a manifest of version 1, found ` +
      `${[fault?.path.join("."), fault?.message].filter(Boolean).join(": ")}\n` +
      "Use another path, or restore the object from a backup.",
  );
}

/** Writes what is published in the place of `before`; `undefined` if that is no longer there. */
export async function writeManifest(
  store: Store,
  manifest: Manifest,
  before: Published,
): Promise<Published | undefined> {
  const sorted = <T>(named: Record<string, T>) => Object.fromEntries(Object.entries(named).sort());
  const { version, files, links } = manifest;
  const text = JSON.stringify({ version, files: sorted(files), links: sorted(links) }, null, 1);
  const condition = before.etag === undefined ? { absent: true as const } : { etag: before.etag };
  const etag = await store.put(MANIFEST, new TextEncoder().encode(text + "\n"), condition);
  return etag === undefined ? undefined : { manifest, etag };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
