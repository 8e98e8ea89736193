import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { featureSource } from "../../../lib/features/feature_source.ts";
import { treeShap } from "../../../lib/forest/explaining/tree_shap.ts";
import { purchaseHistory } from "../../../lib/features/behavioural/purchase_history.ts";
import { weekView } from "../../../lib/features/behavioural/week_view.ts";
import { modelInputs } from "../../../lib/model/model.ts";
import { familyOf } from "../../../lib/stages/calls/family_contributions.ts";
import { makeCallList } from "../../../lib/stages/calls/make_call_list.ts";
import { pairFacts } from "../../../lib/stages/calls/pair_facts.ts";
import { statementsOf } from "../../../lib/stages/calls/pair_reason.ts";
import { predict, predictionsCsv } from "../../../lib/stages/predict.ts";
import { csvRows } from "../../../lib/table/csv.ts";
import { weekOfDay } from "../../../lib/table/time/week.ts";
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
  return { sales, model, features, forecast, list };
}

const { sales, model, features, forecast, list } = await listOf(LINES);
const ROW = (customer: unknown, product: unknown) =>
  (Number(customer) - 100) * sales.products.ids.length + Number(product) - 100;

/** Weeks since each purchase (net quantity above 0) of a pair, from the order lines, ascending. */
function weeksAgo(customer: unknown, isWanted: (product: number) => boolean): number[] {
  const net = new Map<string, number>();
  for (const { customer: c, product, day, items } of LINES) {
    if (c + 100 !== customer || !isWanted(product + 100)) continue;
    const key = `${weekOfDay(day)} ${product}`;
    net.set(key, (net.get(key) ?? 0) + items);
  }
  const weeks = [...net].filter(([, items]) => items > 0)
    .map(([key]) => sales.predictedWeek - Number(key.split(" ")[0]));
  return [...new Set(weeks)].sort((a, b) => a - b);
}

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
      assert.ok(Math.abs(quantity / forecast.quantity[row]! - 1) < 0.01);
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

Deno.test("the numbers of each reason are those of the order lines", () => {
  const kinds = new Set<string>();
  for (const { customer_id, products, offers } of list.shops) {
    for (const { product_id, reason } of [...products, ...offers]) {
      const own = weeksAgo(customer_id, (product) => product === product_id);
      const within = (weeks: number) => own.filter((ago) => ago <= weeks).length;
      kinds.add(reason.kind);
      if ("since" in reason && reason.kind !== "variant") assert.equal(reason.since, own[0]);
      if ("weeks" in reason) assert.equal(reason.weeks, within(reason.of));
      if (reason.kind === "due") assert.ok(reason.since >= reason.every);
      if (reason.kind === "variant") {
        const { product, since } = reason;
        assert.equal(since, weeksAgo(customer_id, (other) => other === product)[0]);
        assert.notEqual(product, product_id);
      }
    }
    for (const { product_id } of offers) {
      assert.deepEqual(weeksAgo(customer_id, (product) => product === product_id), []);
    }
  }
  assert.ok(kinds.size >= 4, [...kinds].join(", "));
});

Deno.test("a reason is about the features that add most to the score", async () => {
  const view = weekView(purchaseHistory(sales), sales.predictedWeek);
  const factsOf = pairFacts(view, sales.products);
  let agree = 0, compared = 0;
  for (const { customer_id, products, offers } of list.shops) {
    for (const { product_id, reason } of [...products, ...offers]) {
      const [customer, product] = [Number(customer_id) - 100, Number(product_id) - 100];
      const statements = statementsOf(factsOf(customer, product));
      if (statements.length < 2) continue;
      const pair = { customer: Int32Array.of(customer), product: Int32Array.of(product) };
      const inputs = modelInputs(model, features(forecast.week, pair));
      const { values } = await treeShap(model.ensemble, inputs);
      const sums = { pair: 0, group: 0, others: 0 };
      model.ensemble.features.forEach(({ name }, f) => {
        const family = familyOf(name);
        if (family) sums[family] += values[f]!;
      });
      compared++;
      const best = Math.max(...statements.map(({ family }) => sums[family]));
      const chosen = statements.find((s) => isDeepStrictEqual(s.reason, reason))!;
      if (sums[chosen.family] === best) agree++;
    }
  }
  assert.ok(compared > 15, `${compared}`);
  // a family as one player is not quite the sum of its features
  assert.ok(agree >= 0.9 * compared, `${agree} of ${compared}`);
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
    { product_id: 106, quantity: 2, every: 1, since: 9 },
  ]);
  assert.equal(shop(100)!.overdue, undefined);
  assert.deepEqual(shop(101)!.stopped, []);
  assert.deepEqual(shop(102)!.overdue, { every: 1, since: 7 });
  assert.deepEqual(shop(102)!.stopped, [], "of a shop without orders, every product has stopped");
});

Deno.test("two workers give the same list as one", async () => {
  assert.deepEqual((await listOf(LINES, { workers: 2 })).list, list);
});
