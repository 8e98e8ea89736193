import assert from "node:assert/strict";
import fc from "fast-check";
import { sampleNegatives } from "../../../lib/features/pairs/sample_negatives.ts";
import { random } from "../../../lib/stats/random.ts";

/** Rows of one week: a fifth bought, a third of all bought before. */
function week(seed: number, length: number) {
  const { uniform } = random(seed);
  const label = Uint8Array.from({ length }, () => uniform() < 0.2 ? 1 : 0);
  const repeat = Float32Array.from({ length }, () => uniform() < 1 / 3 ? 4 : 0);
  return { label, repeat };
}

const rate = fc.double({ min: 0, max: 1, noNaN: true });

Deno.test("a sample keeps all purchases and exactly the rounded share of each kind of negatives", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(400), rate, rate, (seed, length, repeatRate, newRate) => {
      const { label, repeat } = week(seed, length);
      const places = sampleNegatives(label, repeat, { repeatRate, newRate, seed, week: 3 });
      const kinds = (rows: Iterable<number>) => {
        const counts = [0, 0, 0];
        for (const row of rows) counts[label[row] ? 2 : repeat[row]! > 0 ? 1 : 0]!++;
        return counts as [number, number, number];
      };
      const [fresh, before, bought] = kinds(label.keys());
      assert.deepEqual(kinds(places), [
        Math.round(fresh * newRate),
        Math.round(before * repeatRate),
        bought,
      ]);
      for (let i = 1; i < places.length; i++) assert(places[i]! > places[i - 1]!);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("without repeat flags every pair counts as new", () => {
  const { label } = week(1, 300);
  const options = { repeatRate: 0, newRate: 0.5, seed: 1, week: 0 };
  const places = sampleNegatives(label, undefined, options);
  const bought = label.reduce((sum, y) => sum + y, 0);
  assert.equal(places.length, bought + Math.round((300 - bought) / 2));
  assert.deepEqual(sampleNegatives(label, new Uint8Array(300), options), places);
});

Deno.test("each week and seed draws differently, the same ones the same", () => {
  const { label, repeat } = week(2, 300);
  const draw = (seed: number, week: number) =>
    sampleNegatives(label, repeat, { repeatRate: 0.5, newRate: 0.1, seed, week });
  assert.deepEqual(draw(1, 7), draw(1, 7));
  assert.notDeepEqual(draw(1, 7), draw(1, 8));
  assert.notDeepEqual(draw(1, 7), draw(2, 7));
});

Deno.test("every pair that was not bought has the same chance", () => {
  const label = new Uint8Array(40), repeat = Uint8Array.from(label, (_, i) => i % 2);
  const drawn = new Int32Array(40);
  for (let week = 0; week < 4000; week++) {
    const options = { repeatRate: 0.5, newRate: 0.25, seed: 5, week };
    for (const place of sampleNegatives(label, repeat, options)) drawn[place]!++;
  }
  drawn.forEach((count, row) => {
    const share = repeat[row] ? 0.5 : 0.25;
    const deviation = Math.sqrt(4000 * share * (1 - share));
    assert(Math.abs(count - 4000 * share) < 5 * deviation, `row ${row}: ${count}`);
  });
});
