import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { averagePrecisionInterval, pairedDifference } from "../../lib/metrics/bootstrap.ts";
import { random } from "../../lib/stats/random.ts";
import type { RankedPairs } from "../../lib/metrics/weighted_average_precision.ts";

/** Customers with 10 pairs each; `skill` mixes the truth into the scores. */
function weekOf(seed: number, { customers = 60, skill = 0.5, steps = 20 } = {}): RankedPairs {
  const r = random(seed);
  const length = customers * 10;
  const label = Uint8Array.from({ length }, () => r.uniform() < 0.2 ? 1 : 0);
  const noise = random(seed, 1);
  return {
    customer: Int32Array.from({ length }, (_, i) => Math.floor(i / 10)),
    label,
    probability: Float64Array.from(
      label,
      (value) => Math.round((skill * value + (1 - skill) * noise.uniform()) * steps) / steps,
    ),
  };
}

Deno.test("the estimate is the mean average precision over weeks, ties included", () => {
  const weeks = [weekOf(1), weekOf(2)];
  const expected = weeks.reduce((sum, w) => sum + averagePrecision(w.label, w.probability), 0) / 2;
  const { estimate, low, high } = averagePrecisionInterval(weeks, { repeats: 100 });
  assert.ok(Math.abs(estimate - expected) < 1e-12);
  assert.ok(low < estimate && estimate < high);
});

Deno.test("95 % intervals contain the true value in about 95 % of samples", () => {
  // true value: the same distribution with very many customers
  const truth =
    averagePrecisionInterval([weekOf(9, { customers: 20_000 })], { repeats: 2 }).estimate;
  let inside = 0;
  for (let seed = 100; seed < 200; seed++) {
    const { low, high } = averagePrecisionInterval([weekOf(seed)], { repeats: 100, seed });
    if (low <= truth && truth <= high) inside++;
  }
  assert.ok(inside >= 87 && inside <= 100, `${inside} of 100`);
});

Deno.test("customers with the same behaviour count once: the interval widens with the cluster", () => {
  const single = weekOf(4, { customers: 40 });
  const copies = 5;
  const alone: RankedPairs = {
    customer: Int32Array.from(
      { length: single.label.length * copies },
      (_, i) =>
        single.customer[i % single.label.length]! +
        40 * Math.floor(i / single.label.length),
    ),
    label: repeat(single.label),
    probability: Float64Array.from(repeat(single.probability)),
  };
  const together: RankedPairs = {
    ...alone,
    customer: Int32Array.from(alone.customer, (c) => c % 40),
  };
  const width = (week: RankedPairs) => {
    const { low, high } = averagePrecisionInterval([week], { repeats: 200 });
    return high - low;
  };
  assert.ok(width(together) > 1.5 * width(alone), `${width(together)} ${width(alone)}`);

  function repeat<T extends Uint8Array | Float64Array>(values: T): T {
    const all = values.constructor as unknown as { from(list: number[]): T };
    return all.from(Array.from({ length: copies }, () => [...values]).flat());
  }
});

Deno.test("a paired difference finds what two separate intervals do not", () => {
  const weeks = [weekOf(5, { skill: 0.3, steps: 1e6 }), weekOf(6, { skill: 0.3, steps: 1e6 })];
  const better = weeks.map((week) => ({
    ...week,
    probability: week.probability.map((p, i) => p + 0.005 * week.label[i]!),
  }));
  const own = averagePrecisionInterval(weeks), others = averagePrecisionInterval(better);
  const difference = pairedDifference(better, weeks);
  assert.ok(own.high > others.low, "the intervals overlap");
  assert.ok(difference.low > 0, "the difference is significant");
  const none = pairedDifference(weeks, weeks);
  assert.deepEqual(none, { estimate: 0, low: 0, high: 0 });
});

Deno.test("the same seed gives the same interval", () => {
  const weeks = [weekOf(7)];
  assert.deepEqual(
    averagePrecisionInterval(weeks, { seed: 3 }),
    averagePrecisionInterval(weeks, { seed: 3 }),
  );
  assert.notDeepEqual(
    averagePrecisionInterval(weeks, { seed: 3 }),
    averagePrecisionInterval(weeks, { seed: 4 }),
  );
});
