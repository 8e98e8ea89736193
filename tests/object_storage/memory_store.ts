import { parseObjectPath } from "../../lib/object_storage/object_path.ts";
import type { Body, Store } from "../../lib/object_storage/store.ts";

/** A storage in memory, with the conditions of S3. */
export function memoryStore() {
  const objects = new Map<string, { bytes: Uint8Array<ArrayBuffer>; etag: string }>();
  let tags = 0;
  const store: Store & {
    objects: typeof objects;
    /** Called before each request with its method and name; may throw, as a network does. */
    before: (method: string, name: string) => void | Promise<void>;
  } = {
    path: parseObjectPath("s3://sales/outputs", "test"),
    objects,
    before: () => {},
    async get(name, read, { unlike } = {}) {
      await store.before("GET", name);
      const found = objects.get(name);
      if (found === undefined) return undefined;
      if (found.etag === unlike) return "unchanged";
      return { etag: found.etag, value: await read(new Blob([found.bytes]).stream()) };
    },
    async put(name, body, condition) {
      await store.before("PUT", name);
      const bytes = await bytesOf(body);
      // no pause from here on: a condition and its write are one step
      const found = objects.get(name);
      if (condition && "absent" in condition && found) return undefined;
      if (condition && "etag" in condition && found?.etag !== condition.etag) return undefined;
      const etag = `"${++tags}"`;
      objects.set(name, { bytes, etag });
      return etag;
    },
    async list(start) {
      await store.before("LIST", start);
      return [...objects.keys()].filter((name) => name.startsWith(start))
        .map((name) => ({ name, putMs: 0 }));
    },
    async remove(name) {
      await store.before("DELETE", name);
      objects.delete(name);
    },
  };
  return store;
}

async function bytesOf(body: Body): Promise<Uint8Array<ArrayBuffer>> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return (await Deno.readFile(body.file)).slice(0, body.bytes);
}
