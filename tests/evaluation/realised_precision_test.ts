import assert from "node:assert/strict";
import { averagePrecision } from "../../lib/metrics/average_precision.ts";
import { realisedPrecision } from "../../lib/evaluation/realised_precision.ts";
import { knownUniverse } from "../../lib/features/pairs/known_universe.ts";
import { purchased } from "../../lib/features/pairs/purchased.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import { random } from "../../lib/stats/random.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

const sales = smallSales(randomLines(31, { count: 300 }));
const week = FIRST_WEEK + 6;

/** Scores of the whole catalogue in another order, with a customer who has left since. */
function published() {
  const { uniform } = random(4);
  const rows = [...sales.customers.ids as Float64Array, 999].flatMap((customer) =>
    [...sales.products.ids as Float64Array].map((product) => ({
      customer,
      product,
      probability: uniform(),
    }))
  ).reverse();
  return {
    customer: Float64Array.from(rows, ({ customer }) => customer),
    product: Float64Array.from(rows, ({ product }) => product),
    probability: Float64Array.from(rows, ({ probability }) => probability),
  };
}

Deno.test("a published forecast is evaluated on the known universe, by id", () => {
  const scores = published();
  const { average_precision, pairs, purchases } = realisedPrecision(sales, week, scores, 0.5);
  const known = knownUniverse(sales, week);
  const label = purchased(weeklyPurchases(sales.lines), week, known);
  const probability = Float64Array.from(known.customer, (customer, i) => {
    const row = scores.customer.findIndex((id, at) =>
      id === sales.customers.ids[customer] &&
      scores.product[at] === sales.products.ids[known.product[i]!]
    );
    return scores.probability[row]!;
  });
  assert.equal(average_precision, averagePrecision(label, probability));
  assert.deepEqual([pairs, purchases], [label.length, label.reduce((a, b) => a + b, 0)]);
  assert.ok(purchases > 0);
});

Deno.test("what the week brought is counted, also of pairs that were not forecast", () => {
  const scores = published(), weekly = weeklyPurchases(sales.lines);
  const bought = Array.from(weekly.week.keys())
    .filter((row) => weekly.week[row] === week && weekly.items[row]! > 0);
  const idsOf = (row: number) => [
    sales.customers.ids[weekly.customer[row]!],
    sales.products.ids[weekly.product[row]!],
  ];
  const listed = Array.from(scores.probability.keys()).filter((i) => scores.probability[i]! > 0.6);
  const hits = bought.filter((row) => {
    const [customer, product] = idsOf(row);
    return listed.some((i) => scores.customer[i] === customer && scores.product[i] === product);
  });
  const found = realisedPrecision(sales, week, scores, 0.6);
  assert.deepEqual([found.bought, found.listed_bought], [bought.length, hits.length]);
  assert.ok(hits.length > 0 && hits.length < bought.length);
  const units = bought.reduce((sum, row) => sum + weekly.items[row]!, 0);
  assert.equal(found.items_bought, units);
});

Deno.test("pairs that are not in the forecast are left out", () => {
  const { customer, product, probability } = published();
  const kept = [...customer.keys()].filter((i) => customer[i] !== 100);
  const pick = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!);
  const all = realisedPrecision(sales, week, { customer, product, probability }, 0.5);
  const fewer = realisedPrecision(sales, week, {
    customer: pick(customer),
    product: pick(product),
    probability: pick(probability),
  }, 0.5);
  assert.ok(fewer.pairs < all.pairs);
});

Deno.test("a forecast with text ids is evaluated in the same way", () => {
  const { customer, product, probability } = published();
  const texts = { customer: Array.from(customer, String), product: Array.from(product, String) };
  assert.deepEqual(
    realisedPrecision(sales, week, { ...texts, probability }, 0.5),
    realisedPrecision(sales, week, { customer, product, probability }, 0.5),
  );
});

Deno.test("a week without purchases has an average precision of 0", () => {
  const { average_precision, purchases } = realisedPrecision(
    { ...sales, predictedWeek: FIRST_WEEK + 12 },
    FIRST_WEEK + 11,
    published(),
    0.5,
  );
  assert.deepEqual([average_precision, purchases], [0, 0]);
});
