import type { Column } from "../../table/column_table.ts";
import { compareIds, type Id } from "../../table/ids.ts";
import type { SalesData } from "../../table/sales_data.ts";
import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import type { Forecast } from "../read_forecast.ts";
import type { PlainTable } from "../views.ts";

/** The listed pairs with the highest probabilities and the attributes of their products. */
export function bestPairs(forecast: Forecast, sales: SalesData, rows: number): PlainTable {
  const { customer, product, probability, listed } = forecast;
  return withProducts(
    ["customer_id", "product_id", "probability"],
    listed.slice(0, rows).map((row) => [customer[row]!, product[row]!, probability[row]!]),
    sales,
  );
}

/** Number of listed pairs of each listed shop; the shop of the best pair is first. */
export function pairsByShop({ customer, listed }: Forecast): number[] {
  return [...sums(listed, (row) => customer[row]!, () => 1).values()];
}

/** A product and its expected purchases in all shops. */
export interface ExpectedProduct {
  /** Its id. */
  product: Id;
  /** The sum of its probabilities. */
  expected: number;
}

/** The products of the catalogue, the one with the most expected purchases first; ties by id. */
export function expectedByProduct({ product, probability }: Forecast): ExpectedProduct[] {
  const found = sums(probability.keys(), (row) => product[row]!, (row) => probability[row]!);
  return Array.from(found, ([product, expected]) => ({ product, expected }))
    .sort((a, b) => b.expected - a.expected || compareIds(a.product, b.product));
}

/** Expected purchases by product, with the attributes of the products. */
export function expectedTable(products: ExpectedProduct[], sales: SalesData): PlainTable {
  const rows = products.map(({ product, expected }) => [product, expected]);
  return withProducts(["product_id", "expected"], rows, sales);
}

/** Expected units by product, the most first, with intervals and the attributes of the products. */
export function unitsTable({ products }: ExpectedItemsReport, sales: SalesData): PlainTable {
  const rows = products.map(({ product_id, items: { expected, low, high, usual } }) => [
    product_id,
    expected,
    low ?? "",
    high ?? "",
    usual,
  ]);
  const columns = ["product_id", "expected", "low", "high", "mean of four weeks"];
  return withProducts(columns, rows, sales);
}

/** The id of the shop with the most expected purchases; among ties, the lowest id. */
export function largestShop({ customer, probability }: Forecast): Id {
  const found = sums(probability.keys(), (row) => customer[row]!, (row) => probability[row]!);
  const [[shop]] = [...found].sort((a, b) => b[1] - a[1] || compareIds(a[0], b[0])) as [
    [Id, number],
  ];
  return shop;
}

/** The products of one shop with their attributes, the most probable first. */
export function productsOfShop(
  { customer, product, probability }: Forecast,
  sales: SalesData,
  { shop, rows }: { shop: Id; rows: number },
): PlainTable {
  const own = [...probability.keys()].filter((row) => customer[row] === shop)
    .sort((a, b) => probability[b]! - probability[a]! || compareIds(product[a]!, product[b]!));
  return withProducts(
    ["product_id", "probability"],
    own.slice(0, rows).map((row) => [product[row]!, probability[row]!]),
    sales,
  );
}

/** Sums by key; keys in the order of their first row. O(rows). */
function sums(
  rows: Iterable<number>,
  keyOf: (row: number) => Id,
  valueOf: (row: number) => number,
): Map<Id, number> {
  const found = new Map<Id, number>();
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + valueOf(row));
  return found;
}

/** Adds the attributes of each row's product as columns. */
function withProducts(names: string[], rows: Id[][], { products }: SalesData): PlainTable {
  const indexOf = new Map(Array.from<Id, [Id, number]>(products.ids, (id, index) => [id, index]));
  const column = names.indexOf("product_id");
  return {
    columns: [...names, ...products.columns.map(({ name }) => name)],
    rows: rows.map((row) => [
      ...row,
      ...products.columns.map((attribute) => valueAt(attribute, indexOf.get(row[column]!)!)),
    ]),
  };
}

/** The value of an attribute; null if missing. */
function valueAt(column: Column, index: number): number | string | null {
  if (column.kind === "categorical") return column.categories[column.codes[index]!] ?? null;
  return Number.isNaN(column.values[index]) ? null : column.values[index]!;
}
