import assert from "node:assert/strict";
import { INPUT_FILES } from "../../lib/pipeline/run_inputs.ts";
import { pullInputs } from "../../lib/object_storage/pull_inputs.ts";
import { INPUTS } from "../../tasks/launch/transfer.ts";
import { machines, textsOf, write } from "./folders.ts";
import { memoryStore } from "./memory_store.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("pullInputs() fetches what changed, and removes what is gone", async () => {
  using place = machines();
  const store = memoryStore(), folder = place.of("data"), names = ["a", "b", "c"];
  await store.put("a", bytes("1"));
  await store.put("b", bytes("22"));
  const pulled = () => pullInputs(store, folder, names);
  assert.deepEqual(await pulled(), { files: 2, bytes: 3 });
  assert.deepEqual(await pulled(), { files: 0, bytes: 0 });
  await store.put("b", bytes("33"));
  await store.remove("a");
  await store.put("c", bytes("4"));
  assert.deepEqual(await pulled(), { files: 2, bytes: 3 });
  assert.deepEqual(await textsOf(folder), { b: "33", c: "4" });
  // changed here: the copy is made again
  write(folder, { b: "55" });
  Deno.utimeSync(`${folder}/b`, 1, 1);
  assert.deepEqual(await pulled(), { files: 1, bytes: 2 });
  assert.deepEqual(await textsOf(folder), { b: "33", c: "4" });
});

Deno.test("the transfer fetches the files that a run reads", () => {
  assert.deepEqual(INPUTS, INPUT_FILES);
});
