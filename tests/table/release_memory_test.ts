import assert from "node:assert/strict";
import { releaseMemory } from "../../lib/table/release_memory.ts";

Deno.test("releaseMemory() collects what nobody uses any more, and keeps the rest", async () => {
  const kept = { values: new Float64Array(1000).fill(3) };
  const gone = (() => new WeakRef({ values: new Float64Array(1000) }))();
  const held = new WeakRef(kept);
  // a reference that was just made lives until the turn of the event loop ends
  await new Promise((resolve) => setTimeout(resolve, 0));
  await releaseMemory();
  assert.equal(gone.deref(), undefined);
  assert.equal(held.deref()?.values[999], 3);
  assert.equal(kept.values.length, 1000);
});

Deno.test("releaseMemory() lets other work of the event loop go on", async () => {
  let turned = false;
  setTimeout(() => turned = true, 0);
  for (let i = 0; i < 200 && !turned; i++) await releaseMemory();
  assert(turned);
});
