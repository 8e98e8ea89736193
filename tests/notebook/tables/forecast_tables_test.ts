import assert from "node:assert/strict";
import type { Forecast } from "../../../lib/notebook/read_forecast.ts";
import {
  expectedByProduct,
  expectedTable,
  largestShop,
  pairsByShop,
  productsOfShop,
  surestPairs,
  unitsTable,
} from "../../../lib/notebook/tables/forecast_tables.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";

// two shops, 10 and 20, and three products
const FORECAST = {
  customers: [10, 20],
  products: [1, 2, 3],
  probability: Float64Array.of(0.5, 0.9, 0.1, 0.7, 0.2, 0.2),
  listed: [1, 3, 0],
} as unknown as Forecast;
const SALES = {
  products: {
    ids: Float64Array.of(1, 2, 3),
    columns: [
      {
        kind: "categorical",
        name: "brand",
        codes: Int32Array.of(0, 1, -1),
        categories: ["A", "B"],
      },
      { kind: "numeric", name: "size", values: Float64Array.of(0.5, NaN, 1) },
    ],
  },
} as unknown as SalesData;

Deno.test("surestPairs() returns pairs of the list with product attributes", () => {
  assert.deepEqual(surestPairs(FORECAST, SALES, 2), {
    columns: ["customer_id", "product_id", "probability", "brand", "size (litres)"],
    rows: [[10, 2, 0.9, "B", null], [20, 1, 0.7, "A", 0.5]],
  });
});

Deno.test("surestPairs() shows each shop once, and each product once as far as there are some", () => {
  const customers = [10, 20, 30], products = [1, 2, 3];
  const pairsOf = (customer: number[], product: number[]) => {
    const listed = customer.map((id, i) =>
      customers.indexOf(id) * products.length + products.indexOf(product[i]!)
    );
    const probability = new Float64Array(9);
    listed.forEach((row, place) => probability[row] = 0.9 - place / 10);
    const forecast = { ...FORECAST, customers, products, probability, listed };
    return surestPairs(forecast as unknown as Forecast, SALES, 3).rows.map((row) =>
      (row as unknown[]).slice(0, 2)
    );
  };
  // the second best pair repeats the product, the third the shop
  assert.deepEqual(pairsOf([10, 20, 10, 30, 20], [1, 1, 2, 2, 3]), [[10, 1], [30, 2], [20, 3]]);
  // a shop without another product keeps its own
  assert.deepEqual(pairsOf([10, 20, 10, 30], [1, 1, 2, 2]), [[10, 1], [20, 1], [30, 2]]);
  assert.deepEqual(pairsOf([10, 10], [1, 2]), [[10, 1]]);
});

Deno.test("attributes that do not differ among the rows that are read are left out", () => {
  const { columns, rows } = surestPairs({ ...FORECAST, listed: [1, 5] } as Forecast, SALES, 2);
  assert.deepEqual(columns, ["customer_id", "product_id", "probability", "brand", "size (litres)"]);
  assert.equal(rows.length, 2);
  const alike = {
    products: { ...SALES.products, columns: [{ ...SALES.products.columns[0]!, codes: [0, 0, 0] }] },
  } as unknown as SalesData;
  assert.deepEqual(surestPairs({ ...FORECAST, listed: [1, 5] } as Forecast, alike, 2).columns, [
    "customer_id",
    "product_id",
    "probability",
  ]);
});

Deno.test("pairsByShop() counts the listed pairs of each shop that has any", () => {
  assert.deepEqual(pairsByShop(FORECAST), [2, 1]);
});

Deno.test("expectedByProduct() sums probabilities, largest first", () => {
  const products = expectedByProduct(FORECAST);
  assert.deepEqual(products.map(({ product }) => product), [1, 2, 3]);
  assert.ok(Math.abs(products[0]!.expected - 1.2) < 1e-12);
  const { columns, rows } = expectedTable(products.slice(2), SALES);
  assert.deepEqual(columns, ["product_id", "expected purchases", "brand", "size (litres)"]);
  assert.deepEqual([rows.length, (rows[0] as unknown[])[2]], [1, null]);
});

Deno.test("largestShop() is the shop with the most expected purchases", () => {
  assert.equal(largestShop(FORECAST), 10);
});

Deno.test("tables show text ids unchanged, ties in order of ids", () => {
  const forecast = {
    ...FORECAST,
    customers: ["B", "a"],
    products: ["007", "01", "x"],
    probability: Float64Array.of(0.5, 0.25, 0.25, 0.25, 0.5, 0.25),
  } as Forecast;
  const { products } = SALES;
  const sales = { ...SALES, products: { ...products, ids: ["007", "01", "x"] } };
  assert.equal(largestShop(forecast), "B");
  assert.deepEqual(expectedByProduct(forecast).map(({ product }) => product), ["007", "01", "x"]);
  assert.deepEqual(productsOfShop(forecast, sales, { shop: "a", rows: 2 }).rows, [
    ["01", 0.5, "B", null],
    ["007", 0.25, "A", 0.5],
  ]);
});

Deno.test("productsOfShop() ranks the products of a shop, ties by id", () => {
  const { columns, rows } = productsOfShop(FORECAST, SALES, { shop: 20, rows: 3 });
  assert.deepEqual(columns, ["product_id", "probability", "brand", "size (litres)"]);
  assert.deepEqual(rows.map((row) => (row as unknown[])[0]), [1, 2, 3]);
});

Deno.test("unitsTable() has intervals where there are any", () => {
  const items = { expected: 9, low: 5, high: 16, usual: 8, last: 7 };
  const products = [
    { product_id: 2, purchases: items, items },
    { product_id: 1, purchases: items, items: { expected: 1.4, usual: 1.6, last: 0 } },
  ];
  const report = { week: "2024-W48", coverage: 0.8, total: { purchases: items, items }, products };
  assert.deepEqual(unitsTable(report, SALES), {
    columns: [
      "product_id",
      "units",
      "from",
      "to",
      "usual",
      "brand",
      "size (litres)",
    ],
    rows: [[2, 9, 5, 16, 8, "B", null], [1, 1, NaN, NaN, 2, "A", 0.5]],
  });
});
