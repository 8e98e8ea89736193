import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { Store } from "./store.ts";

/** What was downloaded. */
export interface Downloaded {
  etag: string;
  bytes: number;
  sha256: string;
}

/** A file that is being written: names with a dot are not published. */
const UNFINISHED = ".unfinished-download-";

/**
 * Writes an object to a file, whole or not at all.
 *
 * @param options.unlike the tag of the version that is there.
 * @returns `undefined` if there is no such object.
 */
export async function download(
  store: Store,
  name: string,
  path: string,
  options: { unlike?: string } = {},
): Promise<Downloaded | "unchanged" | undefined> {
  Deno.mkdirSync(dirname(path), { recursive: true });
  const temporary = join(dirname(path), UNFINISHED + crypto.randomUUID());
  try {
    const found = await store.get(name, (body) => writeBody(body, temporary), options);
    if (found === undefined || found === "unchanged") return found;
    Deno.renameSync(temporary, path);
    return { etag: found.etag, ...found.value };
  } catch (error) {
    try {
      Deno.removeSync(temporary);
    } catch {
      // it was not created: the first error says why
    }
    throw error;
  }
}

async function writeBody(body: ReadableStream<Uint8Array>, path: string) {
  const hash = createHash("sha256");
  let bytes = 0;
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  for await (const chunk of body) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
  }
  return { bytes, sha256: hash.digest("hex") };
}
