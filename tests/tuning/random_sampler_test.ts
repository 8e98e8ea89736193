import assert from "node:assert/strict";
import fc from "fast-check";
import { random } from "../../lib/stats/random.ts";
import { drawSettings } from "../../lib/tuning/random_sampler.ts";
import { boundsOf, type SearchSpace } from "../../lib/tuning/search_space.ts";

const SPACE: SearchSpace = {
  depth: { kind: "int", low: 2, high: 6 },
  rate: { kind: "float", low: 1e-4, high: 1, log: true },
};

Deno.test("drawSettings() draws every value of an integer range with the same probability", () => {
  const counts = new Map<unknown, number>();
  for (let i = 0; i < 10_000; i++) {
    const { depth } = drawSettings(SPACE, random(1, i));
    counts.set(depth, (counts.get(depth) ?? 0) + 1);
  }
  assert.equal(counts.size, 5);
  for (const count of counts.values()) assert(Math.abs(count - 2000) < 5 * Math.sqrt(1600));
});

Deno.test("drawSettings() draws the logarithm of a logarithmic range uniformly", () => {
  const low = Array.from({ length: 4000 }, (_, i) => drawSettings(SPACE, random(2, i)))
    .filter(({ rate }) => Number(rate) < 1e-2).length;
  assert(Math.abs(low / 4000 - 0.5) < 0.04);
});

Deno.test("boundsOf() ends a range at its last step, never above its end", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -10, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.double({ min: 0.01, max: 3, noNaN: true }),
      (low, width, step) => {
        const { high } = boundsOf("x", { kind: "float", low, high: low + width, step });
        assert(high <= low + width && high > low + width - step - 1e-7);
        const steps = (high - low) / step;
        assert(Math.abs(steps - Math.round(steps)) < 1e-6);
      },
    ),
    { seed: 1 },
  );
});
