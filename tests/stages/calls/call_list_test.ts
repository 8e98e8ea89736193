import assert from "node:assert/strict";
import { featureSource } from "../../../lib/features/feature_source.ts";
import { makeCallList } from "../../../lib/stages/calls/make_call_list.ts";
import { predict, predictionsCsv } from "../../../lib/stages/predict.ts";
import { csvRows } from "../../../lib/table/csv.ts";
import { type Line, randomLines, smallSales } from "../../features/small_sales.ts";
import { smallModel } from "../small_model.ts";

const WEEKS = 20;
const LINES = randomLines(5, { weeks: WEEKS, count: 700 });

async function listOf(lines: Line[], { threshold = 0.3, workers = 1 } = {}) {
  const sales = smallSales(lines, WEEKS);
  const model = await smallModel(sales, "default");
  const features = featureSource(sales, "default");
  const forecast = await predict({ sales, model, features });
  const list = await makeCallList({ sales, model, features }, forecast, {
    decisionThreshold: threshold,
    workers,
  });
  return { sales, forecast, list };
}

const { sales, forecast, list } = await listOf(LINES);
const ROW = (customer: unknown, product: unknown) =>
  (Number(customer) - 100) * sales.products.ids.length + Number(product) - 100;

Deno.test("the listed products are those of predicciones.csv, in its order", () => {
  const [, ...rows] = csvRows(predictionsCsv(forecast, 0.3).csv);
  const listed = list.shops.flatMap(({ customer_id, products }) =>
    products.map(({ product_id }) => `${customer_id} ${product_id}`)
  );
  assert.deepEqual(listed.toSorted(), rows.map(([c, p]) => `${c} ${p}`).sort());
  for (const { products } of list.shops) {
    const probabilities = products.map(({ probability }) => probability);
    assert.deepEqual(probabilities, probabilities.toSorted((a, b) => b - a));
  }
});

Deno.test("probabilities, quantities and sums are those of the forecast", () => {
  for (const { customer_id, purchases, items, products, offers } of list.shops) {
    for (const { product_id, probability, quantity } of [...products, ...offers]) {
      const row = ROW(customer_id, product_id);
      assert.ok(Math.abs(probability - forecast.probability[row]!) < 1e-6);
      // see ordered_quantity_test.ts
      assert.ok(Math.abs(quantity / Math.max(1, forecast.quantity[row]!) - 1) < 0.01);
    }
    const own = Array.from({ length: 8 }, (_, p) => ROW(customer_id, 100 + p));
    const sum = own.reduce((total, row) => total + forecast.probability[row]!, 0);
    assert.ok(Math.abs(purchases / sum - 1) < 1e-3);
    const units = own.reduce(
      (total, row) => total + forecast.probability[row]! * forecast.quantity[row]!,
      0,
    );
    assert.ok(Math.abs(items / units - 1) < 1e-3);
  }
});

Deno.test("a regular product that stopped, and a shop that orders nothing any more", async () => {
  const weekly = (customer: number, product: number, weeks: number[]): Line[] =>
    weeks.map((week) => ({
      day: 7 * (sales.predictedWeek - week) - 3,
      customer,
      product,
      order: 1000 + week,
      items: 2,
    }));
  const all = Array.from({ length: WEEKS }, (_, i) => i + 1);
  const { list: found } = await listOf([
    // shop 0 stopped product 6 nine weeks ago; others still buy it
    ...weekly(0, 6, all.filter((ago) => ago > 8)),
    ...weekly(0, 2, all),
    ...weekly(1, 6, all),
    // shop 2 has not ordered anything for seven weeks
    ...weekly(2, 2, all.filter((ago) => ago > 6)),
  ]);
  const shop = (id: number) => found.shops.find(({ customer_id }) => customer_id === id);
  assert.deepEqual(shop(100)!.stopped, [
    { product_id: 106, quantity: 2, every: 1, since: 9, weeks: 12, of: 12 },
  ]);
  assert.equal(shop(100)!.overdue, undefined);
  assert.deepEqual(shop(101)!.stopped, []);
  assert.deepEqual(shop(102)!.overdue, { every: 1, since: 7, weeks: 12, of: 12 });
  assert.deepEqual(shop(102)!.usual, [
    { product_id: 102, quantity: 2, every: 1, since: 7, weeks: 12, of: 12 },
  ]);
  assert.deepEqual(shop(102)!.stopped, [], "of a shop without orders, every product has stopped");
});

Deno.test("two workers give the same list as one", async () => {
  assert.deepEqual((await listOf(LINES, { workers: 2 })).list, list);
});
