import assert from "node:assert/strict";
import fc from "fast-check";
import pl from "nodejs-polars";
import { english } from "../../lib/language/english.ts";
import { extractData } from "../../lib/stages/extract_data.ts";
import { readParquet } from "../../lib/table/parquet.ts";
import { parseWeek, weekName } from "../../lib/table/time/week.ts";
import { dayIn, week } from "./simulated_weeks.ts";
import { date, NULL, spoil, tables, today } from "./small_tables.ts";

const { transacciones, clientes, productos } = tables;
const sound = extractData(tables, { today });

Deno.test("extractData() drops and counts up to 1 % of rows without a key or with an unknown id", () => {
  const spoilt = spoil(
    spoil(spoil(transacciones, "items", NULL, 5), "product_id", pl.lit(7), 3),
    "customer_id",
    NULL,
    2,
  );
  const { quality, warnings } = extractData({ ...tables, transacciones: spoilt }, { today });
  assert.equal(quality.transacciones.null_rows_dropped.customer_id, 2);
  assert.equal(quality.transacciones.null_rows_dropped.items, 3, "a row counts once");
  assert.equal(quality.transacciones.unknown_product_rows_dropped, 0);
  const texts = warnings.map(english);
  assert.ok(
    texts.includes("2 rows of transacciones without customer_id dropped"),
    texts.join("\n"),
  );
  const unknown = spoil(transacciones, "product_id", pl.lit(7), 3);
  const other = extractData({ ...tables, transacciones: unknown }, { today }).quality.transacciones;
  assert.equal(other.unknown_product_rows_dropped, 3);
});

Deno.test("extractData() keeps a missing attribute missing and counts it", () => {
  const spoilt = spoil(spoil(productos, "brand", NULL, 3), "brand", pl.lit("  "), 1);
  const { sales, quality } = extractData({ ...tables, productos: spoilt }, { today });
  assert.equal(quality.productos.null_attributes.brand, 3);
  assert.equal(quality.clientes.null_attributes.X, 1);
  const brand = sales.products.columns.find(({ name }) => name === "brand")!;
  assert.ok(brand.kind === "categorical");
  assert.equal(brand.codes.filter((code) => code < 0).length, 3);
  assert.deepEqual(brand.categories, brand.categories.toSorted());
  assert.ok(!brand.categories.includes(""));
  const x = sales.customers.columns.find(({ name }) => name === "X")!;
  assert.ok(x.kind === "numeric");
  assert.equal(x.values.filter(Number.isNaN).length, 1);
});

Deno.test("extractData() drops exact duplicate rows of all tables, also if extra columns differ", () => {
  const twice = (frame: pl.DataFrame) => pl.concat([frame, frame.head(4)]);
  const elsewhere = pl.lit(-1).cast(pl.Int64).alias("__index_level_0__");
  const { sales, quality } = extractData({
    transacciones: pl.concat([transacciones, transacciones.head(4).withColumns(elsewhere)]),
    clientes: twice(clientes),
    productos: twice(productos),
  }, { today });
  assert.deepEqual(sales, sound.sales);
  assert.equal(quality.clientes.duplicate_rows_dropped, 4);
  assert.equal(quality.productos.duplicate_rows_dropped, 4);
  assert.equal(
    quality.transacciones.duplicate_rows_dropped,
    sound.quality.transacciones.duplicate_rows_dropped + 4,
  );
});

Deno.test("extractData() accepts ids as whole floats, days as dates and text as categories", () => {
  const { sales } = extractData({
    transacciones: transacciones.withColumns(
      pl.col("customer_id").cast(pl.Float64),
      pl.col("order_id").cast(pl.Int32),
      pl.col("purchase_date").cast(pl.Date),
    ),
    clientes: clientes.withColumns(
      pl.col("customer_id").cast(pl.UInt32),
      pl.col("region_id").cast(pl.Float64),
    ),
    productos: productos.withColumns(pl.col("brand").cast(pl.Categorical)),
  }, { today });
  assert.deepEqual(sales, sound.sales);
});

Deno.test("extractData() does not depend on the order of rows and columns, or on extra columns", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const shuffled = (frame: pl.DataFrame) =>
        frame.sample(frame.height, undefined, false, seed, true)
          .select(...frame.columns.toReversed())
          .withColumns(pl.lit(1).alias("extra"));
      const result = extractData({
        transacciones: shuffled(transacciones),
        clientes: shuffled(clientes),
        productos: shuffled(productos),
      }, { today });
      assert.deepEqual(result, sound);
    }),
    { seed: 1, numRuns: 8 },
  );
});

Deno.test("extractData() sorts the lines by day, customer, product, order and knows ids by index", () => {
  const { customers, lines } = sound.sales;
  assert.deepEqual(customers.ids, (customers.ids as Float64Array).toSorted());
  for (let i = 1; i < lines.length; i++) {
    const steps = [lines.day, lines.customer, lines.product, lines.order, lines.items]
      .map((column) => Math.sign(column[i]! - column[i - 1]!));
    assert.ok(steps.find((step) => step !== 0)! >= 0, `line ${i}`);
  }
});

Deno.test("extractData() predicts the week after the last complete one, and ignores later lines", () => {
  assert.equal(weekName(sound.sales.predictedWeek), week(9));
  const tuesday = transacciones.filter(pl.col("purchase_date").lt(date(dayIn(8, 2))));
  const { sales, quality, warnings } = extractData({ ...tables, transacciones: tuesday }, {
    today,
  });
  assert.equal(weekName(sales.predictedWeek), week(8));
  assert.ok(quality.transacciones.later_rows_ignored > 0);
  assert.equal(quality.transacciones.last_date, dayIn(7, 5));
  const warning = `of the incomplete week ${week(8)} ignored`;
  assert.ok(warnings.some((said) => english(said).includes(warning)));
});

Deno.test("extractData() behaves with a week as if the data ended before its Monday", () => {
  const before = transacciones.filter(pl.col("purchase_date").lt(date(dayIn(6))));
  const given = extractData(tables, { today, week: week(6) });
  assert.equal(given.sales.predictedWeek, parseWeek(week(6)));
  assert.deepEqual(given.sales, extractData({ ...tables, transacciones: before }, { today }).sales);
});

Deno.test("extractData() warns of weeks without purchases", () => {
  const gap = transacciones.filter(
    pl.col("purchase_date").lt(date(dayIn(6))).or(pl.col("purchase_date").gtEq(date(dayIn(7)))),
  );
  const { warnings } = extractData({ ...tables, transacciones: gap }, {
    today: new Date(dayIn(14)),
  });
  const warning = `1 week without purchases, left out of training: ${week(6)}`;
  const texts = warnings.map(english);
  assert.ok(texts.includes(warning), texts.join("\n"));
});

Deno.test("extractData() counts the days since the newest transaction, also of an incomplete week", () => {
  const { quality } = extractData(tables, { today: new Date(dayIn(14)) });
  const newest = Date.parse(quality.transacciones.last_date);
  const ageOf = (options: { week?: string }) =>
    extractData(tables, { today: new Date(newest + 15 * 86_400_000), ...options }).ageDays;
  assert.equal(ageOf({}), 15);
  assert.equal(ageOf({ week: week(6) }), 15);
});

const realData = Deno.env.get("SODAI_REAL_DATA");
Deno.test({
  name: "extractData() finds the known facts of the real data",
  ignore: !realData,
  fn: async () => {
    const read = async (name: string) => (await readParquet(`${realData}/${name}.parquet`)).frame;
    const raw = {
      transacciones: await read("transacciones"),
      clientes: await read("clientes"),
      productos: await read("productos"),
    };
    const { sales, quality } = extractData(raw, { today: new Date("2024-11-25") });
    assert.equal(weekName(sales.predictedWeek), "2024-W48");
    assert.equal(weekName(sales.firstWeek), "2024-W01");
    const { transacciones, clientes, productos } = quality;
    assert.equal(transacciones.rows, 217_538);
    assert.equal(transacciones.duplicate_rows_dropped, 719);
    assert.equal(transacciones.last_date, "2024-11-24");
    assert.ok(Math.abs(transacciones.returns / transacciones.rows_kept - 0.03) < 0.005);
    assert.deepEqual([clientes.rows_kept, clientes.with_sales], [1569, 1466]);
    assert.deepEqual([productos.rows_kept, productos.with_sales], [971, 106]);
    assert.equal(clientes.null_attributes.X, 1);
  },
});

Deno.test("extractData() leaves out attributes without any value, with a warning", () => {
  const { clientes, productos } = tables;
  const { sales, quality, warnings } = extractData({
    ...tables,
    clientes: clientes.withColumns(
      pl.lit(null).cast(pl.Float64).alias("Y"),
      pl.lit(null).cast(pl.Int32).alias("customer_type"),
    ),
    productos: productos.withColumns(pl.lit(" ").alias("segment")),
  }, { today });
  const texts = warnings.map(english);
  const names = [...sales.customers.columns, ...sales.products.columns].map(({ name }) => name);
  for (const name of ["Y", "customer_type", "segment"]) assert(!names.includes(name), name);
  assert.equal(quality.clientes.null_attributes["Y"], quality.clientes.rows_kept);
  for (const place of ["clientes.parquet, column Y", "productos.parquet, column segment"]) {
    const says = `${place}: no value in any row; left out of the features`;
    assert.ok(texts.includes(says), texts.join("\n"));
  }
});
