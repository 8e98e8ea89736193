import assert from "node:assert/strict";
import { itemsOfWeek, judgeVolume } from "../../lib/evaluation/judge_volume.ts";
import { fullCatalogue } from "../../lib/features/pairs/known_universe.ts";
import { purchased } from "../../lib/features/pairs/purchased.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import { linesBefore } from "../../lib/table/order_lines.ts";
import { simulatedSales } from "../../lib/simulator/simulated_sales.ts";
import { mondayOfWeek } from "../../lib/table/time/week.ts";

const SALES = simulatedSales({ customers: 200, products: 12, weeks: 20 });
const WEEK = SALES.predictedWeek - 1;
const PAST = {
  ...SALES,
  lines: linesBefore(SALES.lines, mondayOfWeek(WEEK)),
  predictedWeek: WEEK,
};

Deno.test("who knows the purchases and their quantities makes no error", () => {
  const weekly = weeklyPurchases(SALES.lines), pairs = fullCatalogue(SALES);
  const label = purchased(weekly, WEEK, pairs), found = itemsOfWeek(SALES, WEEK);
  const products = SALES.products.ids.length;
  const quantity = new Float64Array(label.length);
  for (let row = 0; row < weekly.length; row++) {
    if (weekly.week[row] !== WEEK) continue;
    quantity[weekly.customer[row]! * products + weekly.product[row]!] = weekly.items[row]!;
  }
  const metrics = judgeVolume(PAST, { probability: Float64Array.from(label), quantity }, found);
  assert.ok(metrics.items > 0);
  assert.ok(Math.abs(metrics.items_expected - metrics.items) < 1e-9);
  assert.ok(metrics.items_wape < 1e-9);
  assert.equal(metrics.items_in_interval, 1);
  assert.ok(metrics.products_with_interval > 3);
  assert.equal(metrics.products_in_interval, metrics.products_with_interval);
  const last = [4, 3, 2, 1].map((age) => itemsOfWeek(SALES, WEEK - age));
  const errorOf = (expected: (product: number) => number) =>
    found.reduce((sum, value, p) => sum + Math.abs(expected(p) - value), 0) / metrics.items;
  const mean = (p: number) => last.reduce((sum, week) => sum + week[p]!, 0) / 4;
  assert.ok(Math.abs(metrics.items_wape_four_weeks - errorOf(mean)) < 1e-12);
  // younger than a year
  assert.ok(Math.abs(metrics.items_wape_seasonal - errorOf((p) => last[3]![p]!)) < 1e-12);
});

Deno.test("a forecast of nothing misses all units", () => {
  const nothing = new Float64Array(fullCatalogue(SALES).customer.length);
  const metrics = judgeVolume(
    PAST,
    { probability: nothing, quantity: nothing },
    itemsOfWeek(SALES, WEEK),
  );
  assert.equal(metrics.items_wape, 1);
  assert.equal(metrics.items_in_interval, 0);
  assert.equal(metrics.products_with_interval, 0);
});
