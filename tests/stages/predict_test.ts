import assert from "node:assert/strict";
import pl from "nodejs-polars";
import type { PresetName } from "../../lib/config/presets/preset.ts";
import { newCustomerProbability } from "../../lib/model/cold_start.ts";
import { featureSource } from "../../lib/features/feature_source.ts";
import { type Forecast, predict, predictionsCsv, scoresFrames } from "../../lib/stages/predict.ts";
import { crossBlocks, crossPairs } from "../../lib/features/pairs/cross.ts";
import { scoredPart } from "../../lib/stages/scored_part.ts";
import type { SalesData } from "../../lib/table/sales_data.ts";
import { FIRST_WEEK, randomLines, smallSales } from "../features/small_sales.ts";
import { smallModel } from "./small_model.ts";

async function forecastOf(sales: SalesData, preset: PresetName = "default", workers = 1) {
  const model = await smallModel(sales, preset);
  return await predict({ sales, model, features: featureSource(sales, preset) }, { workers });
}

/** A forecast with the ids of each pair. */
async function pairsOf(...given: Parameters<typeof forecastOf>) {
  const forecast = await forecastOf(...given);
  const frames = pl.concat([...scoresFrames(forecast)]);
  const [customer, product] = ["customer_id", "product_id"].map((name) =>
    frames.getColumn(name).toArray().map(Number)
  ) as [number[], number[]];
  return { ...forecast, customer, product };
}

const sales = smallSales(randomLines(11));
const NEVER_SOLD = 107, NEVER_BOUGHT = 108;

Deno.test("every customer × product of the catalogue has a probability, once, in order of ids", async () => {
  const { week, customer, product, probability } = await pairsOf(sales);
  assert.equal(week, sales.predictedWeek);
  assert.equal(probability.length, 9 * 8);
  const keys = Array.from(
    probability,
    (_, row) => Number(customer[row]) * 1000 + Number(product[row]),
  );
  assert.deepEqual(keys, [...new Set(keys)].sort((a, b) => a - b));
  assert(probability.every((p) => p > 0 && p < 1));
});

Deno.test("two workers give the same probabilities as one", async () => {
  assert.deepEqual(await forecastOf(sales, "default", 2), await forecastOf(sales));
});

Deno.test("a product that never sold stays below every scored pair, but above 0", async () => {
  const { product, probability } = await pairsOf(sales);
  const launches = probability.filter((_, row) => product[row] === NEVER_SOLD);
  const others = probability.filter((_, row) => product[row] !== NEVER_SOLD);
  assert.equal(launches.length, 9);
  assert.equal(new Set(launches).size, 1);
  assert(launches[0]! > 0 && launches[0]! < Math.min(...others));
});

Deno.test("with launches, purchases of similar products decide, and launches are recommended", async () => {
  // customers 0 to 3 buy product 6 every week, 4 to 7 never; only 7 is similar to 6
  const regular = Array.from({ length: 10 }, (_, week) =>
    [0, 1, 2, 3].map((customer) => ({
      day: 7 * (FIRST_WEEK + week) - 3,
      customer,
      product: 6,
      order: week,
      items: 1,
    }))).flat();
  const others = randomLines(11).filter(({ product }) => product < 4);
  const history = smallSales([...regular, ...others]);
  const model = await smallModel(history, "default");
  const features = featureSource(history, "default");
  const forecast = await predict({ sales: history, model, features }, { launches: true });
  const mean = (customers: number[]) =>
    customers.reduce((sum, c) => sum + forecast.probability[c * 8 + 7]!, 0) / customers.length;
  assert(mean([0, 1, 2, 3]) > mean([4, 5, 6, 7]));
  assert.equal(forecast.launch, 0);
  assert(predictionsCsv(forecast, 0.001).csv.includes(`,${NEVER_SOLD},`));
  const { csv } = predictionsCsv(await predict({ sales: history, model, features }), 0.001);
  assert(!csv.includes(`,${NEVER_SOLD},`), "and not without launches");
});

Deno.test("the original preset scores products that never sold like all others", async () => {
  const { customer, product, probability } = await pairsOf(sales, "original");
  // products 106 and 107 have the same attributes, so the static features cannot distinguish them
  const of = (id: number) => probability.filter((_, row) => product[row] === id);
  assert.deepEqual(of(NEVER_SOLD), of(106));
  assert.equal(customer.length, 72);
});

Deno.test("a customer without purchases gets the purchase rates of new customers", async () => {
  const { customer, product, probability } = await pairsOf(sales);
  const own = probability.filter((_, row) =>
    customer[row] === NEVER_BOUGHT && product[row] !== NEVER_SOLD
  );
  assert.deepEqual(own, newCustomerProbability(sales).subarray(0, 7));
  assert(new Set(own).size > 1);
});

Deno.test("customers who stayed away for long have fewer expected purchases than before", async () => {
  const until = (last: number) =>
    smallSales(
      randomLines(12, { weeks: 20, count: 900 })
        .filter(({ customer, day }) => customer !== 2 || day < FIRST_WEEK * 7 - 3 + 7 * last),
      20,
    );
  const expected = async (of: SalesData) => {
    const { customer, probability } = await pairsOf(of);
    return probability.reduce((sum, p, row) => sum + (customer[row] === 102 ? p : 0), 0);
  };
  assert(await expected(until(8)) < await expected(until(20)));
});

Deno.test("a product that no one has bought for months has fewer expected purchases than before", async () => {
  const until = (last: number) =>
    smallSales(
      randomLines(12, { weeks: 20, count: 900 })
        .filter(({ product, day }) => product !== 1 || day < FIRST_WEEK * 7 - 3 + 7 * last),
      20,
    );
  const expected = async (of: SalesData) => {
    const { product, probability } = await pairsOf(of);
    return probability.reduce((sum, p, row) => sum + (product[row] === 101 ? p : 0), 0);
  };
  assert(await expected(until(8)) < await expected(until(20)));
});

const FORECAST: Forecast = {
  week: FIRST_WEEK,
  customers: Float64Array.of(1, 2, 3),
  products: Float64Array.of(10, 20),
  probability: Float64Array.of(0.5, 0.75, 0.9, 0.75, 0.6, 0.01),
  quantity: Float64Array.of(2, 4, 1, 6, 10, 100),
  launch: 0,
};

Deno.test("predicciones.csv has the pairs above the threshold, best first, ties by id", () => {
  assert.deepEqual(predictionsCsv(FORECAST, 0.5), {
    rows: 4,
    csv: [
      "customer_id,product_id,week,probability",
      "2,10,2024-W48,0.9",
      "1,20,2024-W48,0.75",
      "2,20,2024-W48,0.75",
      "3,10,2024-W48,0.6",
      "",
    ].join("\n"),
  });
  assert.deepEqual(predictionsCsv(FORECAST, 0.9), {
    rows: 0,
    csv: "customer_id,product_id,week,probability\n",
  });
});

Deno.test("scores.parquet has every row, with integer ids and expected units", () => {
  const big = { ...FORECAST, customers: Float64Array.of(1, 2, 3).map((id) => 2 ** 52 + id) };
  const [frame, ...more] = scoresFrames(big);
  assert.ok(frame && more.length === 0);
  assert.deepEqual(
    frame.columns,
    ["customer_id", "product_id", "week", "probability", "expected_items"],
  );
  assert.deepEqual(frame.getColumn("expected_items").toArray(), [1, 3, 0.9, 4.5, 6, 1]);
  assert.deepEqual(frame.dtypes.map(({ variant }) => variant), [
    "Int64",
    "Int64",
    "String",
    "Float64",
    "Float64",
  ]);
  assert.equal(frame.height, 6);
  const ids = frame.getColumn("customer_id").cast(pl.String).toArray();
  assert.deepEqual(ids, [1n, 1n, 2n, 2n, 3n, 3n].map((id) => String(2n ** 52n + id)));
});

Deno.test("text ids are unchanged, and quoted in predicciones.csv if a comma, quote or line break requires it", () => {
  const texts = {
    ...FORECAST,
    customers: ["00123", 'C"7", north', "Ñ 1"],
    products: ["a", "b\nc"],
  };
  assert.equal(
    predictionsCsv(texts, 0.5).csv,
    [
      "customer_id,product_id,week,probability",
      '"C""7"", north",a,2024-W48,0.9',
      '00123,"b\nc",2024-W48,0.75',
      '"C""7"", north","b\nc",2024-W48,0.75',
      "Ñ 1,a,2024-W48,0.6",
      "",
    ].join("\n"),
  );
  const frame = pl.concat([...scoresFrames(texts)]);
  assert.deepEqual(
    frame.getColumn("customer_id").toArray(),
    texts.customers.flatMap((id) => [id, id]),
  );
  assert.deepEqual(
    frame.getColumn("product_id").toArray(),
    [...texts.products, ...texts.products, ...texts.products],
  );
});

Deno.test("blocks of any size have every scored pair and every row of scores.parquet once, in order", () => {
  const part = scoredPart(sales, "default", { launches: false });
  const keysOf = (most: number) =>
    [...crossBlocks(part, most).map(crossPairs)].flatMap(({ customer, product }) => {
      assert.ok(customer.length <= Math.max(most, part.products.length));
      return Array.from(customer, (c, i) => [c, product[i]!]);
    });
  const all = [...part.customers].flatMap((c) => Array.from(part.products, (p) => [c, p]));
  const rowsOf = (most?: number) => [...scoresFrames(FORECAST, most)].flatMap((f) => f.rows());
  for (const most of [1, 7, 8, 20, 1000]) {
    assert.deepEqual(keysOf(most), all);
    assert.deepEqual(rowsOf(most), rowsOf());
  }
  assert.equal([...scoresFrames(FORECAST, 5)].length, 2);
  assert.deepEqual([...crossBlocks({ ...part, products: new Int32Array() }, 9)], []);
});

Deno.test("predicciones.csv has no product that never sold, at any threshold", () => {
  const { rows, csv } = predictionsCsv({ ...FORECAST, launch: 0.5 }, 0.1);
  assert.equal(rows, 4);
  assert(!csv.includes("1,10,"));
});
