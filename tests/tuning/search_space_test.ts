import assert from "node:assert/strict";
import { boundsOf } from "../../lib/tuning/search_space.ts";

Deno.test("a logarithmic range must be above 0, and start at 1 or more for whole numbers", () => {
  const logarithmic = (kind: "int" | "float", low: number) =>
    boundsOf("x", { kind, low, high: 10, log: true });
  assert.throws(() => logarithmic("float", 0), /a logarithmic range starts at 0/);
  assert.throws(() => logarithmic("int", 0), /a logarithmic range starts at 0/);
  assert.equal(logarithmic("float", 0.001).low, 0.001);
  assert.equal(logarithmic("int", 1).low, 1);
});
