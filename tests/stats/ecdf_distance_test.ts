import assert from "node:assert/strict";
import fc from "fast-check";
import { ecdfDistance } from "../../lib/stats/ecdf_distance.ts";
import { random } from "../../lib/stats/random.ts";

/** By definition: both functions at every value, in scipy's order. */
function byDefinition(a: Float64Array, b: Float64Array) {
  const [x, y] = [a.slice().sort(), b.slice().sort()];
  const upTo = (sorted: Float64Array, value: number) => {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let above = { distance: -Infinity, location: NaN }, below = above;
  for (const location of [...x, ...y]) {
    const distance = upTo(x, location) / x.length - upTo(y, location) / y.length;
    if (distance > above.distance) above = { distance, location };
    if (-distance > below.distance) below = { distance: -distance, location };
  }
  return below.distance > above.distance ? below : above;
}

const kinds: Record<string, (random: () => number) => number> = {
  uniform: (u) => u(),
  cauchy: (u) => Math.tan(Math.PI * (u() - 0.5)),
  hundreds_of_magnitudes: (u) => (u() < 0.5 ? -1 : 1) * Math.exp(1400 * (u() - 0.5)),
  few_values: (u) => Math.floor(6 * u()),
  many_at_zero: (u) => u() < 0.9 ? 0 : u(),
  thousandths: (u) => Math.round(1000 * u()) / 1000,
  both_ends_of_the_doubles: (u) => (u() - 0.5) * 2 * Number.MAX_VALUE,
  subnormal: (u) => Math.floor(4000 * u()) * Number.MIN_VALUE,
};

for (const [name, draw] of Object.entries(kinds)) {
  Deno.test(`ecdfDistance() finds the distance and scipy's location: ${name}`, () => {
    for (let seed = 0; seed < 12; seed++) {
      const { uniform, below } = random(seed);
      const shift = seed % 3 === 0 ? 0.9 : 1;
      const a = Float64Array.from({ length: 1 + below(4000) }, () => draw(uniform));
      const b = Float64Array.from({ length: 1 + below(4000) }, () => shift * draw(uniform));
      assert.deepEqual(ecdfDistance(a, b), byDefinition(a, b));
    }
  });
}

Deno.test("ecdfDistance() of small samples on a grid, with many ties", () => {
  const sample = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(sample, sample, (x, y) => {
      const [a, b] = [Float64Array.from(x), Float64Array.from(y)];
      assert.deepEqual(ecdfDistance(a, b), byDefinition(a, b));
    }),
    { seed: 1, numRuns: 500 },
  );
});

Deno.test("ecdfDistance() does not change its arguments", () => {
  const a = Float64Array.of(3, 1, 2), b = Float64Array.of(2, 0);
  ecdfDistance(a, b);
  assert.deepEqual([[...a], [...b]], [[3, 1, 2], [2, 0]]);
});

Deno.test("ecdfDistance() rejects values that are not finite, at any position", () => {
  const { uniform, below } = random(3);
  for (const draw of [() => uniform(), () => 1, () => 1e308 * (2 * uniform() - 1)]) {
    for (const length of [1, 300, 3_000, 30_000]) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        const good = Float64Array.from({ length }, draw), spoilt = good.slice();
        spoilt[below(length)] = bad;
        const message = `values must be finite: ${bad}`;
        assert.throws(() => ecdfDistance(good, spoilt), { name: "RangeError", message });
        assert.throws(() => ecdfDistance(spoilt, good), { name: "RangeError", message });
      }
    }
  }
});

Deno.test("ecdfDistance() of large samples with many ties finds scipy's location", () => {
  for (let seed = 0; seed < 60; seed++) {
    const { below } = random(seed, 7);
    const span = 400 + below(2600);
    const draw = () => Float64Array.from({ length: 300 + below(60) }, () => below(span));
    const [a, b] = [draw(), draw()];
    assert.deepEqual(ecdfDistance(a, b), byDefinition(a, b), `seed ${seed}`);
  }
});
