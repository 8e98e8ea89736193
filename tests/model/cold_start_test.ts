import assert from "node:assert/strict";
import { launchProbability, newCustomerProbability } from "../../lib/model/cold_start.ts";
import { mondayOfWeek } from "../../lib/table/time/week.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";

const line = (week: number, customer: number, product: number, items = 1) => ({
  day: mondayOfWeek(FIRST_WEEK + week),
  customer,
  product,
  order: 1,
  items,
});

Deno.test("a new customer's probability is the start rate times the share of first baskets", () => {
  // customer 0 buys product 0 every week; 1 and 2 start in week 3 with product 1; six never buy
  const lines = [0, 1, 2, 3].map((week) => line(week, 0, 0));
  const sales = smallSales([...lines, line(3, 1, 1), line(3, 2, 1)], 4);
  const probability = newCustomerProbability(sales);
  // weeks 1 to 3, eight customers without earlier purchases at the start of each; five baskets
  const startRate = 2.5 / (3 * 8 + 1);
  const expected = [startRate * (20 * 3 / 5) / 22, startRate * (2 + 20 * 2 / 5) / 22];
  expected.forEach((p, product) => assert.ok(Math.abs(probability[product]! - p) < 1e-12));
  assert.deepEqual([...probability.subarray(2)], [0, 0, 0, 0, 0, 0]);
});

Deno.test("launchProbability() is the purchase rate of unsold products, also for part packs", () => {
  // in week 3 one customer takes half a unit of product 4, which had never sold; a return does not count
  const known = [line(0, 0, 0), line(1, 0, 0)];
  const lines = [line(3, 1, 4, 0.5), line(3, 2, 5, -1)];
  // weeks 1, 2 and 3: nine customers times seven products without sales
  const all = smallSales([...known, line(2, 0, 0), ...lines], 4);
  assert.equal(launchProbability(all), 1.5 / (1 + 3 * 9 * 7));
  // week 2 without purchases says nothing
  assert.equal(launchProbability(smallSales([...known, ...lines], 4)), 1.5 / (1 + 2 * 9 * 7));
});

Deno.test("a week without purchases does not count as a week without new customers", () => {
  const lines = [line(0, 0, 0), line(1, 0, 0), line(2, 1, 1), line(3, 0, 0)];
  const later = lines.map((one) => ({
    ...one,
    day: one.day > lines[1]!.day ? one.day + 35 : one.day,
  }));
  assert.deepEqual(
    newCustomerProbability(smallSales(later, 9)),
    newCustomerProbability(smallSales(lines, 4)),
  );
});

Deno.test("newCustomerProbability() is a probability for any data", () => {
  for (let seed = 0; seed < 20; seed++) {
    const sales = smallSales(randomLines(seed, { count: 1 + 15 * seed }));
    for (const p of newCustomerProbability(sales)) assert.ok(p >= 0 && p < 1);
  }
  assert.ok(newCustomerProbability(smallSales([])).every((p) => p === 0));
});
