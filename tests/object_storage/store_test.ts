import assert from "node:assert/strict";
import { join } from "node:path";
import { download } from "../../lib/object_storage/download.ts";
import { readManifest } from "../../lib/object_storage/manifest.ts";
import { parseObjectPath } from "../../lib/object_storage/object_path.ts";
import { openStore } from "../../lib/object_storage/store.ts";
import { machines } from "./folders.ts";

const MANIFEST = JSON.stringify({ version: 1, files: {}, links: {} });

/** A service that has one text; of its first answer, the second half does not arrive. */
function breakingService(text: string) {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const answer = `HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
  let answered = 0;
  const serving = (async () => {
    for await (using client of listener) {
      await client.read(new Uint8Array(1 << 16));
      const sent = answered++ === 0 ? answer.slice(0, -text.length >> 1) : answer;
      await client.write(new TextEncoder().encode(sent));
    }
  })();
  return {
    endpoint: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    answered: () => answered,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

Deno.test("an object whose transfer breaks is read again: a manifest, and a file", async () => {
  const path = parseObjectPath("s3://sales/outputs", "test");
  const settings = { region: "us-east-1", accessKeyId: "a", secretAccessKey: "b" };
  using place = machines();
  {
    await using service = breakingService(MANIFEST);
    const { manifest } = await readManifest(await openStore(path, { ...settings, ...service }));
    assert.deepEqual(manifest, JSON.parse(MANIFEST));
    assert.equal(service.answered(), 2);
  }
  await using service = breakingService(MANIFEST);
  const store = await openStore(path, { ...settings, ...service });
  const found = await download(store, "x", join(place.of("a"), "x"));
  assert.equal(typeof found === "object" && found.bytes, MANIFEST.length);
  assert.deepEqual(Array.from(Deno.readDirSync(place.of("a")), ({ name }) => name), ["x"]);
});
