import assert from "node:assert/strict";
import { lockHolder, takeLock } from "../../lib/object_storage/lock.ts";
import { UserError } from "../../lib/user_error.ts";
import { memoryStore } from "./memory_store.ts";

const holder = (host: string) => () => ({ host, pid: 7, started: "2024-11-25T09:00:00Z" });
const QUICK = { renewMs: 20, patienceMs: 300 };

Deno.test("takeLock() is refused while another command renews it, and free after that", async () => {
  const store = memoryStore();
  const lock = await takeLock(store, holder("a"), QUICK);
  assert.equal((await lockHolder(store))!.host, "a");
  await assert.rejects(takeLock(store, holder("b"), QUICK), (error) => {
    assert(error instanceof UserError && error.exitStatus === 1);
    assert.match(
      error.message,
      /^s3:\/\/sales\/outputs is in use by process 7 of a, started 2024-11-25T09:00:00Z\.\nWait until/,
    );
    return true;
  });
  await lock.release();
  assert.equal(await lockHolder(store), undefined);
  await (await takeLock(store, holder("b"), QUICK)).release();
});

Deno.test("the lock of a command that was killed is taken over, by one", async () => {
  const store = memoryStore();
  await store.put("lock.json", new TextEncoder().encode(JSON.stringify(holder("dead")())));
  const waited: string[] = [];
  const options = { ...QUICK, onWait: ({ host }: { host: string }) => void waited.push(host) };
  const both = await Promise.allSettled(
    ["b", "c"].map((host) => takeLock(store, holder(host), options)),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assert.deepEqual(waited, ["dead", "dead"]);
  for (const one of both) if (one.status === "fulfilled") await one.value.release();
  assert.equal(store.objects.size, 0);
});

Deno.test("a lock that was taken over is not removed by the one that lost it", async () => {
  const store = memoryStore();
  const lock = await takeLock(store, holder("a"), QUICK);
  await store.put("lock.json", new TextEncoder().encode(JSON.stringify(holder("b")())));
  await lock.release();
  assert.equal((await lockHolder(store))!.host, "b");
});

Deno.test("a service that ignores conditions is refused", async () => {
  const store = memoryStore(), put = store.put;
  store.put = (name, body) => put(name, body);
  await assert.rejects(
    takeLock(store, holder("a"), QUICK),
    /expected a service that writes under c/,
  );
  assert.equal(store.objects.size, 0);
});
