import assert from "node:assert/strict";
import { machineMemory } from "../../lib/pipeline/machine_memory.ts";

Deno.test("machineMemory() is the machine's, or the container's if that is less", () => {
  const with2 = (text: string) =>
    machineMemory({ total: 1000, read: (path) => path.endsWith("memory.max") ? text : "" });
  assert.equal(with2("max\n"), 1000);
  assert.equal(with2(""), 1000);
  assert.equal(with2("400\n"), 400);
  // version 1 writes a number beyond every machine for no limit
  assert.equal(machineMemory({ total: 1000, read: () => "9223372036854771712\n" }), 1000);
});

Deno.test("machineMemory() is what the launcher told", () => {
  assert.equal(machineMemory({ told: "500", total: 1000, read: () => "400\n" }), 500);
  for (const told of ["", "x", "0"]) {
    assert.equal(machineMemory({ told, total: 1000, read: () => "400\n" }), 400);
  }
});

Deno.test("machineMemory() of this machine is more than 100 MB", () => {
  assert(machineMemory() > 1e8);
});
