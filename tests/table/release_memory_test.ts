import assert from "node:assert/strict";
import { releaseMemory } from "../../lib/table/release_memory.ts";

Deno.test("releaseMemory() frees only unused memory", async () => {
  const kept = { values: new Float64Array(1000).fill(3) };
  const gone = (() => new WeakRef({ values: new Float64Array(1000) }))();
  const held = new WeakRef(kept);
  // a new reference lives until the end of the event loop turn
  await new Promise((resolve) => setTimeout(resolve, 0));
  await releaseMemory();
  assert.equal(gone.deref(), undefined);
  assert.equal(held.deref()?.values[999], 3);
  assert.equal(kept.values.length, 1000);
});

Deno.test("releaseMemory() lets other work of the event loop continue", async () => {
  let timerRan = false;
  setTimeout(() => timerRan = true, 0);
  for (let i = 0; i < 200 && !timerRan; i++) await releaseMemory();
  assert(timerRan);
});
