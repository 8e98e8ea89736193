import assert from "node:assert/strict";
import pl from "nodejs-polars";
import type { RawTables } from "../../lib/stages/extract_data.ts";
import { dayName, dayOfDate } from "../../lib/table/time/week.ts";
import { dayIn, week } from "./simulated_weeks.ts";
import { date, messageOf, NULL, spoil, tables, today } from "./small_tables.ts";

const { transacciones, clientes, productos } = tables;
const float = (frame: pl.DataFrame, name: string) =>
  frame.withColumns(pl.col(name).cast(pl.Float64));
const firstId = (frame: pl.DataFrame) => Number(frame.row(0)[0]);

const CASES: {
  name: string;
  changed: () => Partial<RawTables>;
  says: (string | RegExp)[];
  places?: number;
}[] = [
  {
    name: "a missing column",
    changed: () => ({ transacciones: transacciones.drop("items") }),
    says: [
      "- transacciones.parquet, column items: expected a column of numbers",
      "no such column (columns: ",
      "__index_level_0__",
      "add it",
    ],
  },
  {
    name: "a renamed column",
    changed: () => ({ clientes: clientes.rename({ customer_type: "CustomerType" }) }),
    says: [
      "- clientes.parquet, column customer_type",
      "found no such column but CustomerType; rename CustomerType to customer_type",
    ],
  },
  {
    name: "a misspelt column",
    changed: () => ({ productos: productos.rename({ sub_category: "subcategoria" }) }),
    says: ["- productos.parquet, column sub_category", "rename subcategoria to sub_category"],
  },
  {
    name: "dates as text",
    changed: () => ({
      transacciones: transacciones.withColumns(
        pl.col("purchase_date").cast(pl.Date).cast(pl.String).alias("purchase_date"),
      ),
    }),
    says: [
      /column purchase_date: expected dates \(date or datetime\), found String such as "\d{4}-\d\d-/,
      'pd.to_datetime(df["purchase_date"], format="ISO8601")',
    ],
  },
  {
    name: "quantities as text",
    changed: () => ({
      transacciones: transacciones.withColumns(pl.col("items").cast(pl.String)),
    }),
    says: ["column items: expected numbers, found String such as", 'pd.to_numeric(df["items"])'],
  },
  {
    name: "ids with fractions",
    changed: () => ({
      clientes: spoil(float(clientes, "customer_id"), "customer_id", pl.lit(1.5), 2),
    }),
    says: [
      "clientes.parquet, column customer_id: expected whole numbers, found 2 rows with a fraction, such as 1.5",
    ],
  },
  {
    name: "ids beyond 2^53",
    changed: () => ({
      clientes: spoil(float(clientes, "customer_id"), "customer_id", pl.lit(1e17), 1),
    }),
    says: [
      "clientes.parquet, column customer_id",
      "found 1 row with a larger one",
      "store them as text",
    ],
  },
  {
    name: "numbers where text belongs",
    changed: () => ({ productos: productos.withColumns(pl.lit(3).alias("brand")) }),
    says: [
      "productos.parquet, column brand: expected text, found",
      "such as 3, 3",
      '.astype("string")',
    ],
  },
  {
    name: "an empty table",
    changed: () => ({ productos: productos.head(0) }),
    says: ["- productos.parquet: expected at least one row, found an empty table; export it again"],
  },
  {
    name: "a key of nulls",
    changed: () => ({
      transacciones: transacciones.withColumns(pl.lit(null).cast(pl.Float64).alias("items")),
    }),
    says: [
      "transacciones.parquet, column items: expected numbers, found only missing values; export",
    ],
  },
  {
    name: "dates in the future",
    changed: () => ({ transacciones: spoil(transacciones, "purchase_date", date("2062-01-02")) }),
    says: [
      `column purchase_date: expected no date after today, ${dayName(dayOfDate(today))}, ` +
      "found 3 rows with a later one, such as 2062-01-02; correct these dates",
    ],
  },
  {
    name: "dates of another century",
    changed: () => ({ transacciones: spoil(transacciones, "purchase_date", date("1924-01-02")) }),
    says: [
      "expected no date before 2000-01-01, found 3 rows with an earlier one, such as 1924-01-02",
    ],
  },
  {
    name: "infinite quantities",
    changed: () => ({ transacciones: spoil(transacciones, "items", pl.lit(-Infinity), 1) }),
    says: [
      "column items: expected finite numbers, found 1 row with an infinite one, such as -Infinity; correct",
    ],
  },
  {
    name: "infinite coordinates",
    changed: () => ({ clientes: spoil(clientes, "X", pl.lit(Infinity), 2) }),
    says: ["clientes.parquet, column X: expected finite numbers, found 2 rows"],
  },
  {
    name: "sizes of 0",
    changed: () => ({ productos: spoil(productos, "size", pl.lit(0), 2) }),
    says: [
      "productos.parquet, column size: expected numbers above 0, found 2 rows",
      "leave them empty",
    ],
  },
  {
    name: "negative deliveries",
    changed: () => ({ clientes: spoil(clientes, "num_deliver_per_week", pl.lit(-2), 1) }),
    says: ["column num_deliver_per_week: expected numbers of at least 0, found 1 row"],
  },
  {
    name: "one id for two products",
    changed: () => ({
      productos: pl.concat([productos, productos.head(1).withColumns(pl.lit(9.5).alias("size"))]),
    }),
    says: [
      "productos.parquet, column product_id: expected each id once, found 1 id with different rows",
      `such as ${firstId(productos)} (size: `,
      ", 9.5); keep one row of each",
    ],
  },
  {
    name: "one id for two customers, whose types are long or escape sequences",
    changed: () => ({
      clientes: pl.concat(
        [clientes.head(1), clientes].map((frame, i) =>
          frame.withColumns(
            pl.lit(i === 0 ? "\u001b[31mred\u001b[0m" : "x".repeat(10_000)).alias("customer_type"),
          )
        ),
      ),
    }),
    says: [/ \(customer_type: \\u001b\[31mred\\u001b\[0m, x{40}…\); keep one row of each/],
  },
  {
    name: "missing quantities",
    changed: () => ({ transacciones: spoil(transacciones, "items", pl.lit(NaN), 40) }),
    says: [
      /column items: expected a value missing in at most 1 % of all rows, found 40 of [\d,]+ rows without a value; fill it in/,
    ],
  },
  {
    name: "missing dates",
    changed: () => ({ transacciones: spoil(transacciones, "purchase_date", NULL, 40) }),
    says: ["column purchase_date: expected a value missing", "found 40 of"],
  },
  {
    name: "shops without an id",
    changed: () => ({ clientes: spoil(clientes, "customer_id", NULL, 2) }),
    says: [
      "clientes.parquet, column customer_id: expected an id in at least 99 % of the rows, found none in 2 of 120 rows; fill",
    ],
    places: 2,
  },
  {
    name: "unknown customers",
    changed: () => ({ clientes: clientes.tail(80) }),
    says: [
      /transacciones.parquet, column customer_id: expected an id that clientes.parquet lacks in at most 1 %/,
      `such as ${firstId(clientes)}, `,
      "add these ids to clientes.parquet, or remove the rows",
    ],
  },
  {
    name: "unknown products",
    changed: () => ({ transacciones: spoil(transacciones, "product_id", pl.lit(7), 40) }),
    says: [
      "transacciones.parquet, column product_id",
      "found 40 of",
      "with one, such as 7; add these ids to productos.parquet",
    ],
  },
];

for (const { name, changed, says, places = 1 } of CASES) {
  Deno.test(`extractData() refuses ${name}`, () => {
    const message = messageOf(changed());
    for (const part of says) {
      if (typeof part === "string") {
        assert.ok(message.includes(part), `${part}\nis not in\n${message}`);
      } else assert.match(message, part);
    }
    assert.ok(message.includes(`in ${places} place`), message);
  });
}

Deno.test("extractData() collects the violations of all three tables before it fails", () => {
  const message = messageOf({
    transacciones: spoil(transacciones.drop("order_id"), "items", pl.lit(Infinity)),
    clientes: clientes.rename({ X: "x" }),
    productos: productos.head(0),
  });
  assert.match(message, /in 4 places:/);
  const places = message.split("\n").filter((line) => line.startsWith("- "))
    .map((line) => line.slice(2, line.indexOf(":")));
  assert.deepEqual(places, [
    "transacciones.parquet, column order_id",
    "transacciones.parquet, column items",
    "clientes.parquet, column X",
    "productos.parquet",
  ]);
});

for (
  const [given, found] of [
    [week(10), `one that starts on ${dayIn(10)}`],
    [week(3), `one that starts on ${dayIn(3)}`],
    ["2024-W60", "no ISO week"],
    ["W06", "no ISO week"],
  ] as const
) {
  Deno.test(`extractData() refuses to predict ${given}`, () => {
    const message = messageOf({}, given);
    assert.ok(message.startsWith(`--week ${given}: expected a week from ${week(4)}`), message);
    assert.ok(message.includes(`to ${week(9)}`), message);
    assert.ok(message.includes(`found ${found} while transacciones.parquet covers`), message);
  });
}

Deno.test("extractData() refuses fewer than three complete weeks", () => {
  const short = transacciones.filter(pl.col("purchase_date").lt(date(dayIn(3, 3))));
  const message = messageOf({ transacciones: short });
  const [from, to] = [dayIn(1), dayIn(3, 2)];
  assert.match(
    message,
    new RegExp(
      `column purchase_date: expected at least 3 complete weeks .*found 2 from ${from} to ${to}; add`,
    ),
  );
});

Deno.test("extractData() refuses three complete weeks of which one has no purchases", () => {
  const holes = transacciones.filter(
    pl.col("purchase_date").lt(date(dayIn(2))).or(pl.col("purchase_date").gtEq(date(dayIn(7)))),
  );
  const twice = holes.filter(pl.col("purchase_date").lt(date(dayIn(8))));
  assert.match(
    messageOf({ transacciones: twice }),
    /complete weeks \(Monday to Sunday\) with purchases, found 2 in 7 complete weeks from/,
  );
  assert.match(messageOf({ transacciones: holes }, week(8)), /expected a week from \S+ \(after 3/);
});
