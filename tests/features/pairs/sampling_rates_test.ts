import assert from "node:assert/strict";
import fc from "fast-check";
import { boughtBefore } from "../../../lib/features/pairs/bought_before.ts";
import { fullCatalogue, knownUniverse } from "../../../lib/features/pairs/known_universe.ts";
import { purchased } from "../../../lib/features/pairs/purchased.ts";
import { sampleNegatives } from "../../../lib/features/pairs/sample_negatives.ts";
import { staticFeatures } from "../../../lib/features/static_features.ts";
import { correctPrior, correctSampling } from "../../../lib/features/pairs/sampling_rates.ts";
import { weeklyPurchases } from "../../../lib/features/purchases/weekly_purchases.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, orderLines, randomLines, shuffled, smallSales } from "../small_sales.ts";

const INCLUDED = [FIRST_WEEK + 2, FIRST_WEEK + 5, FIRST_WEEK + 9];

Deno.test("weekly purchases merge a week's orders, for any order of the lines", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const lines = randomLines(seed);
      const weekly = weeklyPurchases(orderLines(lines));
      assert.deepEqual(weeklyPurchases(orderLines(shuffled(lines, seed))), weekly);
      const net = new Map<string, number>();
      for (const { day, customer, product, items } of lines) {
        const key = `${Math.floor((day + 3) / 7)} ${customer} ${product}`;
        net.set(key, (net.get(key) ?? 0) + items);
      }
      assert.equal(weekly.length, net.size);
      for (let row = 0; row < weekly.length; row++) {
        const key = `${weekly.week[row]} ${weekly.customer[row]} ${weekly.product[row]}`;
        assert.ok(Math.abs(weekly.items[row]! - net.get(key)!) < 1e-6, key);
      }
    }),
    { seed: 1, numRuns: 20 },
  );
});

Deno.test("cancelled thirds leave no purchase", () => {
  const day = mondayOfWeek(FIRST_WEEK);
  const line = (items: number) => ({ day, customer: 0, product: 0, order: 1, items });
  const weekly = weeklyPurchases(orderLines([0.1, 0.2, -0.3].map(line)));
  const pair = { customer: Int32Array.of(0), product: Int32Array.of(0) };
  assert.deepEqual([...purchased(weekly, FIRST_WEEK, pair)], [0]);
});

Deno.test("the known universe has the customers and products of earlier weeks, each pair once", () => {
  const sales = smallSales(randomLines(4));
  const { customer, product } = knownUniverse(sales, FIRST_WEEK + 5);
  const keys = Array.from(customer, (c, i) => c * 100 + product[i]!);
  assert.deepEqual(keys, [...new Set(keys)].sort((a, b) => a - b));
  assert.deepEqual([...new Set(customer)], [0, 1, 2, 3, 4, 5, 6, 7]); // 8 never buys
  assert.deepEqual([...new Set(product)], [0, 1, 2, 3, 4, 5, 6]); // 7 is never sold
  assert.equal(knownUniverse(sales, FIRST_WEEK).customer.length, 0);
  assert.equal(fullCatalogue(sales).customer.length, 72);
});

Deno.test("static features are the original's 13, for each row's customer and product", () => {
  const sales = smallSales([]);
  const pairs = { customer: Int32Array.of(4, 1), product: Int32Array.of(0, 5) };
  const { columns } = staticFeatures(sales, pairs, FIRST_WEEK);
  const values = columns.map((column) => [
    column.name,
    ...(column.kind === "numeric" ? column.values : column.codes),
  ]);
  assert.deepEqual(values, [
    ["region_id", 80, 80],
    ["Y", -45.6, -45.9],
    ["X", -106.6, -106.9],
    ["num_deliver_per_week", 2, 2],
    ["num_visit_per_week", 1, 1],
    ["size", 0, 1],
    ["customer_type", 1, 1],
    ["brand", 0, 0],
    ["category", 0, 0],
    ["sub_category", 0, 0],
    ["segment", 0, 0],
    ["package", 0, 0],
    ["week_of_year", 48, 48],
  ]);
});

Deno.test("correcting the prior recovers the share among all pairs", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (p, rate) => {
        const sampled = p / (p + rate * (1 - p));
        assert.ok(Math.abs(correctPrior(sampled, rate) - p) < 1e-12);
      },
    ),
    { seed: 1 },
  );
});

Deno.test("a sample has all purchases and the requested shares of the negatives, once each", () => {
  const sales = smallSales(randomLines(9));
  const weekly = weeklyPurchases(sales.lines);
  const rates = { repeatRate: 0.6, newRate: 0.2 };
  for (const week of INCLUDED) {
    const pairs = knownUniverse(sales, week);
    const label = purchased(weekly, week, pairs);
    const repeat = boughtBefore(weekly, week, pairs);
    const places = sampleNegatives(label, repeat, { ...rates, seed: 1, week });
    assert.deepEqual([...places], [...new Set(places)].sort((a, b) => a - b));
    const count = (of: Iterable<number>) => {
      const counts = { fresh: 0, repeat: 0, bought: 0 };
      for (const i of of) counts[label[i] ? "bought" : repeat[i] ? "repeat" : "fresh"]++;
      return counts;
    };
    const all = count(label.keys());
    assert.ok(all.fresh > 0 && all.repeat > 5 && all.bought > 5);
    assert.deepEqual(count(places), {
      fresh: Math.round(all.fresh * 0.2),
      repeat: Math.round(all.repeat * 0.6),
      bought: all.bought,
    });
    assert.deepEqual(sampleNegatives(label, repeat, { ...rates, seed: 1, week }), places);
    assert.notDeepEqual(sampleNegatives(label, repeat, { ...rates, seed: 2, week }), places);
  }
});

Deno.test("later lines change neither a week's pairs, nor its labels, nor its sample", () => {
  const lines = randomLines(8);
  const week = INCLUDED[1]!;
  const sample = (kept: typeof lines) => {
    const sales = smallSales(kept);
    const weekly = weeklyPurchases(sales.lines);
    const pairs = knownUniverse(sales, week);
    const label = purchased(weekly, week, pairs), repeat = boughtBefore(weekly, week, pairs);
    const rates = { repeatRate: 0.5, newRate: 0.5 };
    return { pairs, label, places: sampleNegatives(label, repeat, { ...rates, seed: 0, week }) };
  };
  assert.deepEqual(sample(lines), sample(lines.filter(({ day }) => day < mondayOfWeek(week + 1))));
});

Deno.test("repeat and new pairs are corrected with their own rates", () => {
  const rates = { repeatRate: 1, newRate: 0.25 };
  const corrected = correctSampling(Float64Array.of(0.5, 0.5), [3, 0], rates);
  assert.deepEqual([...corrected], [0.5, 0.2]);
});
