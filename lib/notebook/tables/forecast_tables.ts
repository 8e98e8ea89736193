import type { Column } from "../../table/column_table.ts";
import { compareIds, type Id } from "../../table/ids.ts";
import type { SalesData } from "../../table/sales_data.ts";
import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import type { Forecast } from "../read_forecast.ts";
import type { PlainTable } from "../views.ts";
import { attributeLabel } from "./attribute_label.ts";

/**
 * The listed pairs with the highest probabilities, each of another shop and another product, and
 * the attributes of their products: the best pairs of all would be one product in many shops. If
 * there are too few products, each of another shop; if there are too few shops, fewer rows.
 */
export function surestPairs(forecast: Forecast, sales: SalesData, rows: number): PlainTable {
  const { customer, product, probability, listed } = forecast;
  const shops = new Set<Id>(), products = new Set<Id>(), found: number[] = [];
  for (const otherProduct of [true, false]) {
    for (const row of listed) {
      if (found.length === rows) break;
      if (shops.has(customer[row]!) || otherProduct && products.has(product[row]!)) continue;
      shops.add(customer[row]!);
      products.add(product[row]!);
      found.push(row);
    }
  }
  found.sort((a, b) => probability[b]! - probability[a]!);
  return withProducts(
    ["customer_id", "product_id", "probability"],
    found.map((row) => [customer[row]!, product[row]!, probability[row]!]),
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

/** Expected purchases by product, in whole numbers, with the attributes of the products. */
export function expectedTable(products: ExpectedProduct[], sales: SalesData): PlainTable {
  const rows = products.map(({ product, expected }) => [product, Math.round(expected)]);
  return withProducts(["product_id", "expected purchases"], rows, sales);
}

/**
 * Expected units by product, the most first, with the ends of their intervals, in whole numbers, and
 * the attributes of the products.
 */
export function unitsTable({ products }: ExpectedItemsReport, sales: SalesData): PlainTable {
  const rows = products.map(({ product_id, items: { expected, low, high, usual } }) => [
    product_id,
    ...[expected, low, high, usual].map((units = NaN) => Math.round(units)),
  ]);
  return withProducts(["product_id", "units", "from", "to", "usual"], rows, sales);
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

/** Rows of a table that are read; others are counted only. */
const READ = 10;

/**
 * Adds the attributes of each row's product as columns, those that differ among the first ten rows.
 */
function withProducts(names: string[], rows: Id[][], { products }: SalesData): PlainTable {
  const indexOf = new Map(Array.from<Id, [Id, number]>(products.ids, (id, index) => [id, index]));
  const column = names.indexOf("product_id");
  const of = (attribute: Column, row: Id[]) => valueAt(attribute, indexOf.get(row[column]!)!);
  const read = rows.slice(0, READ);
  const differing = products.columns.filter((attribute) =>
    read.length < 2 || new Set(read.map((row) => of(attribute, row))).size > 1
  );
  return {
    columns: [...names, ...differing.map(({ name }) => attributeLabel(name))],
    rows: rows.map((row) => [...row, ...differing.map((attribute) => of(attribute, row))]),
  };
}

/** The value of an attribute; null if missing. */
function valueAt(column: Column, index: number): number | string | null {
  if (column.kind === "categorical") return column.categories[column.codes[index]!] ?? null;
  return Number.isNaN(column.values[index]) ? null : column.values[index]!;
}
