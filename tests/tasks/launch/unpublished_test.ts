import assert from "node:assert/strict";
import { join } from "node:path";
import { pull, type Synced } from "../../../lib/object_storage/pull.ts";
import { ChangedTwice, push } from "../../../lib/object_storage/push.ts";
import { UserError } from "../../../lib/user_error.ts";
import { pushLast } from "../../../tasks/launch/push_last.ts";
import { forgetBase, pushUnpublished, rememberBase } from "../../../tasks/launch/unpublished.ts";
import { machines, textsOf, write } from "../../object_storage/folders.ts";
import { memoryStore } from "../../object_storage/memory_store.ts";

const RUN = "runs/2024-W48_20241125T090000Z";

/** A storage with a run, and a machine whose command has made another one but not published it. */
async function unpublished() {
  const place = machines(), store = memoryStore(), a = place.of("a"), b = place.of("b");
  write(b, { [`${RUN}/run.json`]: "{}", [`${RUN}/a.csv`]: "a", "promotions.json": "[]" });
  const first = await pull(store, place.of("none"));
  Deno.symlinkSync(RUN, join(b, "latest"));
  const theirs = (await push(store, b, first))!;
  rememberBase(a, await pull(store, a));
  write(a, { [`${RUN}-2/run.json`]: "new", "promotions.json": "[1]" });
  return { place, store, a, b, theirs, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

Deno.test("what a killed command left in a working folder is published by the next one", async () => {
  using left = await unpublished();
  const { place, store, a, b, theirs } = left;
  // meanwhile: another machine publishes something else, and a cache is emptied in part
  write(b, { [`${RUN}/b.csv`]: "b" });
  await push(store, b, theirs);
  write(a, { [`${RUN}/a.csv`]: undefined });
  Deno.removeSync(join(a, "latest"));
  assert.deepEqual(await pushUnpublished(store, a), { files: 2, bytes: 6 });
  await pull(store, place.of("c"));
  assert.deepEqual(await textsOf(place.of("c")), {
    [`${RUN}/run.json`]: "{}",
    [`${RUN}/a.csv`]: "a",
    [`${RUN}/b.csv`]: "b",
    [`${RUN}-2/run.json`]: "new",
    "promotions.json": "[1]",
    latest: `-> ${RUN}`,
  });
  forgetBase(a);
  write(a, { "promotions.json": "[2]" });
  assert.equal(await pushUnpublished(store, a), undefined);
});

Deno.test("what another machine has changed since is not overwritten", async () => {
  using left = await unpublished();
  const { store, a, b, theirs } = left;
  write(b, { "promotions.json": "[3]" });
  await push(store, b, theirs);
  await assert.rejects(pushUnpublished(store, a), ChangedTwice);
});

Deno.test("the last push waits for a storage that is away, and says where the rest is", async () => {
  const store = memoryStore(), synced = {} as Synced, told: string[] = [];
  const away = new UserError("Cannot write x: away.\nStart it.", 2, {
    cause: Object.assign(new Error(), { code: "ECONNREFUSED" }),
  });
  const pushes = (...outcomes: unknown[]) => () => {
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome as Synced);
  };
  const options = { pauseMs: 1, onAway: ({ message }: Error) => void told.push(message) };
  const last = (push: () => Promise<Synced>, awayMs = 60_000) =>
    pushLast(store, "/f", push, { ...options, awayMs });
  assert.equal(await last(pushes(away, away, undefined, synced)), synced);
  assert.deepEqual(told, [away.message]);
  await assert.rejects(last(pushes(away), 0), {
    exitStatus: 1,
    message:
      "Cannot write x: away.\nStart it.\nWhat this command did is not published. The next command " +
      "on this machine publishes it first.",
  });
  await assert.rejects(last(pushes(undefined)), /found files in \/f that still change/);
  const denied = new UserError("Cannot write x: denied.\nGrant it.");
  await assert.rejects(last(pushes(denied)), /Grant it\.\nWhat this command did is not published/);
  const changed = new ChangedTwice(store, "/f", ["x"]);
  await assert.rejects(last(pushes(changed)), changed);
});
