import assert from "node:assert/strict";
import { join } from "node:path";
import { pull } from "../../lib/object_storage/pull.ts";
import { push } from "../../lib/object_storage/push.ts";
import { removeLost } from "../../lib/object_storage/remove_lost.ts";
import { UserError } from "../../lib/user_error.ts";
import { machines, textsOf, write } from "./folders.ts";
import { memoryStore } from "./memory_store.ts";

const RUN = "runs/2024-W48_20241125T090000Z";
const FIRST = { [`${RUN}/run.json`]: "{}", [`${RUN}/a.csv`]: "a", "promotions.json": "[]" };

/** The texts that a machine finds which has nothing. */
async function published(store: ReturnType<typeof memoryStore>) {
  using fresh = machines();
  await pull(store, fresh.of("x"));
  return await textsOf(fresh.of("x"));
}

Deno.test("what one machine pushes, another pulls: files, links and removals", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a"), b = place.of("b");
  let mine = await pull(store, a);
  write(a, { ...FIRST, [`${RUN}/.unfinished-b`]: "half", ".lock": "" });
  Deno.symlinkSync(RUN, join(a, "latest"));
  mine = (await push(store, a, mine))!;
  assert.equal(mine.moved.files, 3);
  const whole = { ...FIRST, latest: `-> ${RUN}` };
  await pull(store, b);
  assert.deepEqual(await textsOf(b), whole);
  // nothing changed: nothing is sent
  const tag = store.objects.get("manifest.json")!.etag;
  mine = (await push(store, a, mine))!;
  assert.deepEqual([mine.moved.files, store.objects.get("manifest.json")!.etag], [0, tag]);

  write(a, { [`${RUN}/a.csv`]: "A", [`${RUN}/copy.csv`]: "A", "promotions.json": undefined });
  await push(store, a, mine);
  // what only b has is not published, and goes
  write(b, { "other/x": "1", "other/y": "2" });
  const again = await pull(store, b);
  assert.equal(again.moved.files, 2);
  const { "promotions.json": _, ...rest } = { ...whole, [`${RUN}/a.csv`]: "A" };
  assert.deepEqual(await textsOf(b), { ...rest, [`${RUN}/copy.csv`]: "A" });
  // run.json, the new bytes and the manifest: old objects are removed
  assert.ok(store.objects.size <= 4, [...store.objects.keys()].join());
});

Deno.test("a push that breaks at any request leaves what was published, or publishes all", async () => {
  for (let breaksAt = 0;; breaksAt++) {
    using place = machines();
    const store = memoryStore(), a = place.of("a");
    let mine = await pull(store, a);
    write(a, FIRST);
    mine = (await push(store, a, mine))!;
    write(a, { [`${RUN}/a.csv`]: "new", [`${RUN}/b.csv`]: "b", "promotions.json": undefined });
    let requests = 0;
    store.before = () => {
      if (requests++ === breaksAt) throw new Error("the machine is lost");
    };
    const error = await push(store, a, mine).then(() => undefined, (error) => error);
    store.before = () => {};
    const found = await published(store);
    const after = await textsOf(a);
    assert.ok([FIRST, after].some((state) => isEqual(found, state)), JSON.stringify(found));
    if (error === undefined) {
      assert.ok(breaksAt > 3);
      return;
    }
    // the same machine, or another one, can publish it later
    await push(store, a, mine);
    assert.deepEqual(await published(store), after);
  }
});

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

Deno.test("machines that change different files both publish them, also at once", async () => {
  using place = machines();
  const store = memoryStore(), names = ["a", "b", "c", "d"];
  const first = await pull(store, place.of("a"));
  write(place.of("a"), FIRST);
  await push(store, place.of("a"), first);
  const synced = await Promise.all(names.map((name) => pull(store, place.of(name))));
  for (const name of names) {
    // the same block, made twice, has the same bytes
    write(place.of(name), { [`${RUN}/shards/${name}`]: name, [`${RUN}/shards/same`]: "same" });
  }
  await Promise.all(names.map((name, i) => push(store, place.of(name), synced[i]!)));
  const blocks = Object.fromEntries(names.map((name) => [`${RUN}/shards/${name}`, name]));
  const found = await published(store);
  assert.deepEqual(found, { ...FIRST, ...blocks, [`${RUN}/shards/same`]: "same" });
  // the same bytes are there once, also if all of them have sent them
  assert.equal(store.objects.size, new Set(Object.values(found)).size + 1);
});

Deno.test("machines that change the same file: the later one is refused, nothing is lost", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a"), b = place.of("b");
  const [first, second] = [await pull(store, a), await pull(store, b)];
  write(a, { ...FIRST, "index.html": "page of a" });
  write(b, { ...FIRST, [`${RUN}/run.json`]: '{"other":1}', "index.html": "page of b" });
  await push(store, a, first);
  await assert.rejects(push(store, b, second), (error) => {
    assert(error instanceof UserError && error.exitStatus === 1);
    assert.equal(
      error.message,
      `s3://sales/outputs: expected ${RUN}/run.json as this command found it, found a version that ` +
        `another machine has published since. Nothing of this command's is published; it is in ${b} ` +
        "until the next command.\nRun it again: it begins from what is published now.",
    );
    return true;
  });
  assert.deepEqual(await published(store), { ...FIRST, "index.html": "page of a" });
});

Deno.test("large files that are not needed stay in the storage, also when others are published", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a"), b = place.of("b");
  write(a, FIRST);
  await push(store, a, await pull(store, place.of("c")));
  const isLarge = (name: string) => name.endsWith(".csv");
  const mine = await pull(store, b, { isLarge, needed: () => () => false });
  const { [`${RUN}/a.csv`]: large, ...small } = FIRST;
  assert.deepEqual([await textsOf(b), large], [small, "a"]);
  write(b, { "promotions.json": "[1]" });
  await push(store, b, mine);
  assert.deepEqual(await published(store), { ...FIRST, "promotions.json": "[1]" });
  // needed now: judged when the other files are there
  const needed = (folder: string) => {
    assert.equal(Deno.readTextFileSync(join(folder, "promotions.json")), "[1]");
    return isLarge;
  };
  const again = await pull(store, b, { isLarge, needed });
  assert.deepEqual([again.moved.files, (await textsOf(b))[`${RUN}/a.csv`]], [1, "a"]);
  // with its run, a file that was left goes too
  const without = await pull(store, place.of("d"), { isLarge, needed: () => () => false });
  Deno.removeSync(join(place.of("d"), RUN), { recursive: true });
  await push(store, place.of("d"), without);
  assert.deepEqual(await published(store), { "promotions.json": "[1]" });
});

Deno.test("a shard that is late does not bring back a run that was removed", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a"), b = place.of("b");
  let mine = await pull(store, a);
  write(a, FIRST);
  mine = (await push(store, a, mine))!;
  const late = await pull(store, b);
  Deno.removeSync(join(a, RUN), { recursive: true });
  await push(store, a, mine);
  write(b, { [`${RUN}/shards/x`]: "x" });
  await push(store, b, late);
  assert.deepEqual(await published(store), { "promotions.json": "[]" });
});

Deno.test("objects of killed pushes are removed a day later, and no other ones", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a"), day = 86_400_000;
  const mine = await pull(store, a);
  write(a, FIRST);
  store.before = (method, name) => {
    if (method === "PUT" && name === "manifest.json") throw new Error("the machine is lost");
  };
  await assert.rejects(push(store, a, mine));
  store.before = () => {};
  await push(store, a, mine);
  await store.put("lock.json", new Uint8Array(1));
  assert.equal(store.objects.size, 3 + 3 + 2);
  assert.equal(await removeLost(store, day), 0);
  assert.equal(await removeLost(store, day + 1), 3);
  assert.deepEqual(await published(store), FIRST);
  assert.equal(store.objects.size, 3 + 2);
});

Deno.test("a reader follows what is published while it reads", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a"), b = place.of("b");
  let mine = await pull(store, a);
  write(a, FIRST);
  mine = (await push(store, a, mine))!;
  let once = true;
  store.before = async (method, name) => {
    if (!once || method !== "GET" || !name.endsWith("a.csv")) return;
    once = false;
    write(a, { [`${RUN}/a.csv`]: "new", [`${RUN}/run.json`]: "{ }" });
    mine = (await push(store, a, mine))!;
  };
  await pull(store, b);
  assert.deepEqual(await textsOf(b), await textsOf(a));
});

Deno.test("an object that is missing or damaged is named, and a damaged manifest", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a");
  write(a, FIRST);
  const nothing = await pull(store, place.of("b"));
  await push(store, a, nothing);
  const [key, object] = [...store.objects].find(([name]) => name.endsWith("a.csv"))!;
  const message = async () =>
    await pull(store, place.of("c")).then(() => "", (error: UserError) => error.message);
  store.objects.delete(key);
  assert.match(
    await message(),
    /^s3:\/\/sales\/outputs\/files\/.*a\.csv: expected 1 bytes with SHA-256 ca978112ca1b…, found no such object\nRestore/,
  );
  store.objects.set(key, { ...object, bytes: new TextEncoder().encode("b") });
  assert.match(await message(), /found 1 bytes with SHA-256 3e23e8160039…/);
  for (const text of ["{", '{"version":2}', '{"version":1,"files":{"../x":{}},"links":{}}']) {
    store.objects.set("manifest.json", { bytes: new TextEncoder().encode(text), etag: '"x"' });
    assert.match(
      await message(),
      /manifest\.json: expected a manifest of version 1, found .+\nUse/,
    );
  }
});

Deno.test("a file that changes while it is read is left for the next push", async () => {
  using place = machines();
  const store = memoryStore(), a = place.of("a");
  const mine = await pull(store, a);
  write(a, { ...FIRST, "journal.jsonl": "1\n" });
  let once = true;
  store.before = (method) => {
    if (method !== "PUT" || !once) return;
    once = false;
    write(a, { "promotions.json": "[1]", [`${RUN}/a.csv`]: "z", [`${RUN}/run.json`]: '{"b":1}' });
  };
  const pushed = await push(store, a, mine);
  // all of it as it was, or nothing
  if (pushed === undefined) assert.deepEqual(await published(store), {});
  await push(store, a, pushed ?? mine);
  assert.deepEqual(await published(store), await textsOf(a));
});
