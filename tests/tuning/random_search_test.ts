import assert from "node:assert/strict";
import fc from "fast-check";
import { random } from "../../lib/stats/random.ts";
import { drawSettings, type SearchSpace } from "../../lib/tuning/search_space.ts";
import { bestTrial, randomSearch } from "../../lib/tuning/random_search.ts";

const SPACE: SearchSpace = {
  depth: { kind: "int", low: 2, high: 6 },
  leaf: { kind: "int", low: 1, high: 1000, log: true },
  share: { kind: "float", low: 0.1, high: 0.9, step: 0.2 },
  rate: { kind: "float", low: 1e-4, high: 1, log: true },
  criterion: { kind: "choice", values: ["gini", "entropy"] },
};

Deno.test("drawSettings() stays within bounds and on steps", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { depth, leaf, share, rate, criterion } = drawSettings(SPACE, random(seed));
      assert([2, 3, 4, 5, 6].includes(Number(depth)));
      assert(Number.isInteger(leaf) && Number(leaf) >= 1 && Number(leaf) <= 1000);
      assert([0.1, 0.3, 0.5, 0.7, 0.9].some((step) => Math.abs(step - Number(share)) < 1e-12));
      assert(Number(rate) >= 1e-4 && Number(rate) <= 1);
      assert(criterion === "gini" || criterion === "entropy");
    }),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("drawSettings() gives every value of a whole-number range the same chance", () => {
  const counts = new Map<unknown, number>();
  for (let i = 0; i < 10_000; i++) {
    const { depth } = drawSettings(SPACE, random(1, i));
    counts.set(depth, (counts.get(depth) ?? 0) + 1);
  }
  assert.equal(counts.size, 5);
  for (const count of counts.values()) assert(Math.abs(count - 2000) < 5 * Math.sqrt(1600));
});

Deno.test("drawSettings() draws a logarithmic range evenly by its logarithm", () => {
  const low = Array.from({ length: 4000 }, (_, i) => drawSettings(SPACE, random(2, i)))
    .filter(({ rate }) => Number(rate) < 1e-2).length;
  assert(Math.abs(low / 4000 - 0.5) < 0.04);
});

Deno.test("drawSettings() refuses a range that holds nothing or a logarithm of 0", () => {
  assert.throws(() => drawSettings({ a: { kind: "int", low: 3, high: 2 } }, random(0)), /low 3/);
  assert.throws(
    () => drawSettings({ a: { kind: "int", low: 0, high: 2, log: true } }, random(0)),
    /logarithmic/,
  );
});

Deno.test("randomSearch() begins with the known settings and repeats itself", async () => {
  const objective = ({ depth, share }: Record<string, string | number>) =>
    Promise.resolve(-Math.abs(Number(depth) - 4) - Number(share));
  const first = { depth: 2, leaf: 1, share: 0.9, rate: 1, criterion: "gini" };
  const search = (trials: number) => randomSearch(SPACE, objective, { trials, seed: 3, first });
  const settings = (trials: Awaited<ReturnType<typeof search>>) => trials.map((t) => t.settings);
  const [short, long] = [await search(5), await search(40)];
  assert.deepEqual(short[0]!.settings, first);
  assert.deepEqual(settings(short), settings(long).slice(0, 5));
  assert.deepEqual(bestTrial(long).settings.depth, 4);
  assert(bestTrial(long).value > long[0]!.value);
});
