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
  const { probability, listed } = forecast;
  const shops = new Set<Id>(), products = new Set<Id>(), found: number[] = [];
  for (const otherProduct of [true, false]) {
    for (const row of listed) {
      if (found.length === rows) break;
      const [shop, product] = pairAt(forecast, row);
      if (shops.has(shop) || otherProduct && products.has(product)) continue;
      shops.add(shop);
      products.add(product);
      found.push(row);
    }
  }
  found.sort((a, b) => probability[b]! - probability[a]!);
  return withProducts(
    ["customer_id", "product_id", "probability"],
    found.map((row) => [...pairAt(forecast, row), probability[row]!]),
    sales,
  );
}

/** The customer and the product of a row. */
function pairAt({ customers, products }: Forecast, row: number): [customer: Id, product: Id] {
  return [customers[Math.floor(row / products.length)]!, products[row % products.length]!];
}

/** Number of listed pairs of each listed shop; the shop of the best pair is first. */
export function pairsByShop({ products, listed }: Forecast): number[] {
  const counts = new Map<number, number>();
  for (const row of listed) {
    const shop = Math.floor(row / products.length);
    counts.set(shop, (counts.get(shop) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** A product and its expected purchases in all shops. */
export interface ExpectedProduct {
  /** Its id. */
  product: Id;
  /** The sum of its probabilities. */
  expected: number;
}

/** The products of the catalogue, the one with the most expected purchases first; ties by id. */
export function expectedByProduct({ products, probability }: Forecast): ExpectedProduct[] {
  const expected = new Float64Array(products.length);
  probability.forEach((p, row) => expected[row % products.length]! += p);
  return Array.from<Id, ExpectedProduct>(products, (product, i) => ({
    product,
    expected: expected[i]!,
  })).sort((a, b) => b.expected - a.expected || compareIds(a.product, b.product));
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
export function largestShop({ customers, products, probability }: Forecast): Id {
  const expected = new Float64Array(customers.length);
  probability.forEach((p, row) => expected[Math.floor(row / products.length)]! += p);
  const [largest] = Array.from<Id, [Id, number]>(customers, (shop, i) => [shop, expected[i]!])
    .sort((a, b) => b[1] - a[1] || compareIds(a[0], b[0]));
  return largest![0];
}

/** The products of one shop with their attributes, the most probable first. */
export function productsOfShop(
  { customers, products, probability }: Forecast,
  sales: SalesData,
  { shop, rows }: { shop: Id; rows: number },
): PlainTable {
  const first = Array.from<Id>(customers).indexOf(shop) * products.length;
  const own = Array.from<Id, [Id, number]>(
    products,
    (product, i) => [product, probability[first + i]!],
  ).sort((a, b) => b[1] - a[1] || compareIds(a[0], b[0]));
  return withProducts(["product_id", "probability"], own.slice(0, rows), sales);
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
