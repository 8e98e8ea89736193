import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { extractData, type RawTables } from "../../lib/stages/extract_data.ts";
import { messageOf, NULL, spoil, tables, today } from "./small_tables.ts";
import { withTextIds } from "./text_tables.ts";

const texts = withTextIds(tables);
const ofNumbers = extractData(tables, { today });
const ofTexts = extractData(texts, { today });
const extract = (changed: Partial<RawTables>) => extractData({ ...texts, ...changed }, { today });
const asCategories = (frame: pl.DataFrame, name: string) =>
  frame.withColumns(pl.col(name).cast(pl.Categorical));

Deno.test("text ids give the same lines as whole numbers in the same order", () => {
  const { customers, products, lines } = ofTexts.sales;
  const digits = (id: number | string) => String(id).padStart(7, "0");
  assert.deepEqual(customers.ids, Array.from(ofNumbers.sales.customers.ids, digits));
  assert.deepEqual(products.ids, Array.from(ofNumbers.sales.products.ids, digits));
  assert.deepEqual(customers.columns, ofNumbers.sales.customers.columns);
  const { order, ...others } = lines, { order: orders, ...known } = ofNumbers.sales.lines;
  assert.deepEqual(others, known);
  const steps = (ids: Float64Array) => ids.subarray(1).map((id, i) => Math.sign(id - ids[i]!));
  assert.deepEqual(steps(order), steps(orders));
  assert.deepEqual(ofTexts.quality, ofNumbers.quality);
});

Deno.test("white space around a text id is ignored, and categories are texts", () => {
  const clientes = withTextIds(tables, (id) => ` ${id}\t`).clientes;
  const transacciones = asCategories(asCategories(texts.transacciones, "customer_id"), "order_id");
  assert.deepEqual(extract({ clientes, transacciones }), ofTexts);
});

Deno.test("text ids are sorted by code unit, and compared exactly", () => {
  const changed = withTextIds(tables, (id) => Number(id) % 2 ? `c${id}` : `C${id}`);
  const { customers } = extractData(changed, { today }).sales;
  assert.deepEqual(customers.ids, (customers.ids as string[]).toSorted());
  assert.ok(customers.ids.at(0)!.toString().startsWith("C"));
  assert.match(
    messageOf({ ...changed, clientes: texts.clientes }),
    /customer_id: expected an id that/,
  );
});

Deno.test("a number in one file matches its decimal text in another", () => {
  const decimal = withTextIds(tables, (digits) => String(Number(digits)));
  const mixed = { ...decimal, clientes: tables.clientes, productos: tables.productos };
  const { sales } = extractData(mixed, { today });
  assert.deepEqual(sales.customers, ofNumbers.sales.customers);
  assert.deepEqual(sales.lines.customer, ofNumbers.sales.lines.customer);
  const other = extractData({ ...tables, clientes: decimal.clientes }, { today });
  assert.ok(Array.isArray(other.sales.customers.ids));
  assert.equal(other.quality.transacciones.unknown_customer_rows_dropped, 0);
});

Deno.test("padded texts in one file and numbers in another are refused, with the reason", () => {
  const message = messageOf({ transacciones: texts.transacciones });
  assert.match(
    message,
    /column customer_id: expected an id that clientes.parquet lacks .*, such as "00\d+", .*; write the ids alike \(one file has texts, the other whole numbers\), add these ids to clientes/,
  );
});

Deno.test("blank and missing text ids are dropped and counted up to 1 % of the rows", () => {
  const transacciones = spoil(
    spoil(texts.transacciones, "customer_id", NULL, 3),
    "order_id",
    pl.lit(" "),
    5,
  );
  const { null_rows_dropped } = extract({ transacciones }).quality.transacciones;
  assert.deepEqual([null_rows_dropped.customer_id, null_rows_dropped.order_id], [3, 2]);
  const clientes = spoil(texts.clientes, "customer_id", pl.lit(""), 2);
  assert.match(
    messageOf({ ...texts, clientes }),
    /clientes.parquet, column customer_id: expected an id in at least 99 % .* found none in 2 of 120/,
  );
  const blank = texts.productos.withColumns(pl.lit(" ").alias("product_id"));
  assert.match(
    messageOf({ ...texts, productos: blank }),
    /productos.parquet, column product_id: expected whole numbers or texts, found only missing/,
  );
});

Deno.test("rows of one text id are dropped if they are equal, refused if they differ", () => {
  const { productos } = texts;
  const twice = extract({ productos: pl.concat([productos, productos.head(2)]) });
  assert.equal(twice.quality.productos.duplicate_rows_dropped, 2);
  assert.deepEqual(twice.sales, ofTexts.sales);
  const other = productos.head(1).withColumns(pl.lit(9.5).alias("size"));
  const id = productos.getColumn("product_id").get(0);
  assert.ok(
    messageOf({ ...texts, productos: pl.concat([productos, other]) })
      .includes(`found 1 id with different rows, such as "${id}" (size: `),
  );
});

Deno.test("extractData() refuses ids that are neither numbers nor texts", () => {
  const clientes = tables.clientes.withColumns(pl.lit(true).alias("customer_id"));
  assert.match(
    messageOf({ clientes }),
    /customer_id: expected whole numbers or texts, found Bool.*; convert it \(in Python: df\["customer_id"\] = df\["customer_id"\].astype\("string"\)\)/,
  );
});
