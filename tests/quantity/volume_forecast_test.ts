import assert from "node:assert/strict";
import { volumeForecast } from "../../lib/quantity/volume_forecast.ts";
import {
  COVERAGE,
  newestWeight,
  volumeInterval,
  volumeSpread,
} from "../../lib/quantity/volume_spread.ts";
import { recentMean, weeklyVolume } from "../../lib/quantity/weekly_volume.ts";
import { random } from "../../lib/stats/random.ts";
import { mondayOfWeek } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, type Line, randomLines, smallSales } from "../features/small_sales.ts";

/** A number from the standard normal distribution (Box and Muller). */
const normal = (uniform: () => number) =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** Weeks in which all products move together, and each by itself like that many purchases. */
function randomWeeks(
  seed: number,
  { weeks, means, level, own }: { weeks: number; means: number[]; level: number; own: number },
): Float64Array[] {
  const { uniform } = random(seed);
  return Array.from({ length: weeks }, () => {
    const all = level * normal(uniform);
    return Float64Array.from(
      means,
      (mean) => mean * Math.exp(all + own * normal(uniform) / Math.sqrt(mean)),
    );
  });
}

Deno.test("weekly volume counts each pair once a week, and no pair with returns only", () => {
  const line = (week: number, customer: number, product: number, items: number): Line => ({
    day: mondayOfWeek(FIRST_WEEK + week),
    customer,
    product,
    order: customer,
    items,
  });
  const sales = smallSales([
    line(0, 0, 0, 2),
    line(0, 0, 0, 3),
    line(0, 1, 0, 1),
    line(1, 0, 1, -1),
    line(1, 2, 0, 4),
  ], 2);
  const { purchases, items } = weeklyVolume(sales);
  assert.deepEqual(purchases.map((week) => [...week.subarray(0, 2)]), [[2, 0], [1, 0]]);
  assert.deepEqual(items.map((week) => [...week.subarray(0, 2)]), [[6, 0], [4, 0]]);
  assert.equal(recentMean(items)[0], 5);
  assert.equal(recentMean(items, 1)[0], 4);
});

Deno.test("one unusual week sets the width of an interval by itself", () => {
  assert.ok(newestWeight(43) > 1 - COVERAGE);
  const weeks = Array.from({ length: 47 }, (_, week) => Float64Array.of(week < 46 ? 100 : 150));
  assert.ok(Math.abs(volumeSpread(weeks, weeks)!.level - Math.log(1.5)) < 1e-12);
});

Deno.test("intervals hold about four weeks in five, of the sum and of products of any size", () => {
  const means = Array.from({ length: 40 }, (_, p) => 12 + 10 * p);
  let total = 0, products = 0, judged = 0;
  const worlds = 150;
  for (let seed = 0; seed < worlds; seed++) {
    const weeks = randomWeeks(seed, { weeks: 40, means, level: 0.15, own: 2 });
    const past = weeks.slice(0, -1), next = weeks.at(-1)!;
    // purchases are known without noise here, so that only the volume varies
    const purchases = past.map(() => Float64Array.from(means));
    const spread = volumeSpread(purchases, past)!;
    const expected = recentMean(past);
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    const { low, high } = volumeInterval(sum(expected), Infinity, spread);
    total += Number(low <= sum(next) && sum(next) <= high);
    means.forEach((mean, p) => {
      const { low, high } = volumeInterval(expected[p]!, mean, spread);
      products += Number(low <= next[p]! && next[p]! <= high);
      judged++;
    });
  }
  // the sum is judged once per world: 0.8 ± 0.033
  assert.ok(Math.abs(total / worlds - COVERAGE) < 0.1, `${total / worlds}`);
  assert.ok(Math.abs(products / judged - COVERAGE) < 0.07, `${products / judged}`);
});

Deno.test("calm weeks narrow the interval soon after restless ones", () => {
  const means = [50, 100];
  const restless = randomWeeks(1, { weeks: 20, means, level: 0.5, own: 0.1 });
  const calm = randomWeeks(2, { weeks: 15, means, level: 0.02, own: 0.1 });
  const all = [...restless, ...calm];
  const levelAt = (weeks: number) => {
    const past = all.slice(0, weeks);
    return volumeSpread(past.map(() => Float64Array.from(means)), past)!.level;
  };
  assert.ok(levelAt(20) > 0.3);
  assert.ok(levelAt(35) < 0.1);
});

Deno.test("a forecast sums its pairs by product, with intervals where there is enough to learn from", () => {
  const sales = smallSales(randomLines(5, { weeks: 12, count: 3000 }), 12);
  const width = sales.products.ids.length;
  const ofCustomers = (...given: number[][]) =>
    Float64Array.from(given.flatMap((own) => Array.from({ length: width }, (_, p) => own[p] ?? 0)));
  const forecast = (past = sales) =>
    volumeForecast(past, {
      probability: ofCustomers([4, 1], [3]),
      quantity: ofCustomers([2, 2], [3]),
    });
  const { total, products, pastWeeks } = forecast();
  assert.equal(pastWeeks, 8, "each of 12 weeks with four before it");
  assert.equal(total.purchases.expected, 8);
  assert.equal(total.items.expected, 19);
  assert.equal(products[0]!.purchases.expected, 7);
  assert.equal(products[0]!.items.expected, 17);
  const { expected, low, high, usual } = products[0]!.items;
  assert.ok(low! < expected && expected < high! && usual > 0);
  assert.ok(total.items.high! / total.items.low! < high! / low!);
  // fewer than five purchases
  assert.equal(products[1]!.items.low, undefined);
  assert.equal(products[2]!.items.expected, 0);
  const young = forecast(smallSales(randomLines(5, { weeks: 4 }), 4));
  assert.equal(young.total.items.low, undefined);
  assert.equal(young.pastWeeks, 0);
  assert.ok(young.total.items.usual > 0);
});
