import assert from "node:assert/strict";
import fc from "fast-check";
import { samplePlaces } from "../../../lib/features/pairs/sample_places.ts";

Deno.test("samplePlaces() draws the requested number, ascending, without repetition", () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(600), fc.nat(1e6), (length, most, seed) => {
      const places = samplePlaces(length, most, seed);
      assert.equal(places.length, Math.min(length, most));
      places.forEach((place, i) => {
        assert(place >= 0 && place < length && (i === 0 || place > places[i - 1]!));
      });
      assert.deepEqual(samplePlaces(length, most, seed), places);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("samplePlaces() takes every position if there are too few rows", () => {
  assert.deepEqual([...samplePlaces(4, 9, 0)], [0, 1, 2, 3]);
  assert.deepEqual([...samplePlaces(0, 9, 0)], []);
});

Deno.test("samplePlaces() gives every position the same chance, and each seed another sample", () => {
  const drawn = new Int32Array(30);
  for (let seed = 0; seed < 3000; seed++) {
    for (const place of samplePlaces(30, 10, seed)) drawn[place]!++;
  }
  const deviation = Math.sqrt(3000 * (1 / 3) * (2 / 3));
  for (const count of drawn) assert(Math.abs(count - 1000) < 5 * deviation, `${count}`);
  assert.notDeepEqual(samplePlaces(30, 10, 1), samplePlaces(30, 10, 2));
});
