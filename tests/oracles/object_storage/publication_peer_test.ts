import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../lib/object_storage/manifest.ts";
import { pull } from "../../../lib/object_storage/pull.ts";
import { push } from "../../../lib/object_storage/push.ts";
import { removeLost } from "../../../lib/object_storage/remove_lost.ts";
import { textsOf, write } from "../../object_storage/folders.ts";
import { SERVER, storagePlace } from "./storage_place.ts";

Deno.test({
  name:
    "twelve machines that publish at once lose nothing of each other, and leave no object behind",
  ignore: !SERVER,
  async fn() {
    await using place = await storagePlace();
    const machines = Array.from({ length: 12 }, (_, i) => join(place.folder, `m${i}`));
    // larger files are streamed
    const texts = machines.map((_, i) => i === 0 ? "x".repeat(9 * 2 ** 20) : `block ${i}`);
    const stores = await Promise.all(machines.map(() => place.store("out")));
    const synced = await Promise.all(machines.map((folder, i) => pull(stores[i]!, folder)));
    machines.forEach((folder, i) => write(folder, { [`blocks/${i}`]: texts[i], same: "same" }));
    await Promise.all(machines.map((folder, i) => push(stores[i]!, folder, synced[i]!)));
    const expected = Object.fromEntries(texts.map((text, i) => [`blocks/${i}`, text]));
    assert.deepEqual(await textsOf(await place.published("out")), { ...expected, same: "same" });

    const again = await pull(stores[0]!, machines[0]!);
    assert.equal(again.moved.files, 11);
    machines.slice(1).forEach((_, i) => Deno.removeSync(join(machines[0]!, "blocks", `${i + 1}`)));
    await push(stores[0]!, machines[0]!, again);
    const { manifest } = await readManifest(stores[0]!);
    assert.deepEqual(Object.keys(manifest.files), ["blocks/0", "same"]);
    for (const { key } of Object.values(again.published.manifest.files)) {
      const isUsed = Object.values(manifest.files).some((file) => file.key === key);
      const found = await stores[0]!.get(key, (body) => body.cancel());
      assert.equal(found !== undefined, isUsed, key);
    }
    // of a push that was killed: a day later, it is removed
    await stores[0]!.put("files/lost/x", new TextEncoder().encode("x"));
    assert.equal(await removeLost(stores[0]!), 0);
    assert.equal(await removeLost(stores[0]!, Date.now() + 90_000_000), 1);
    assert.equal((await stores[0]!.list("files/")).length, 2);
  },
});
