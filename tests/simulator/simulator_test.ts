import assert from "node:assert/strict";
import { extractData } from "../../lib/stages/extract_data.ts";
import { encodeParquet } from "../../lib/table/parquet.ts";
import { weeklyPurchases } from "../../lib/features/purchases/weekly_purchases.ts";
import type { Column } from "../../lib/table/column_table.ts";
import { simulatedSales } from "../../lib/simulator/simulated_sales.ts";
import { simulate, type Simulation } from "../../lib/simulator/simulator.ts";
import { weekOfDay } from "../../lib/table/time/week.ts";

const today = new Date("2024-12-31");
const simulation = simulate();
const { sales, quality } = extractData(simulation, { today });
const customers = sales.customers.ids.length, products = sales.products.ids.length;

/** Net items of each pair by week: `[week][customer × products + product]`. */
function netItems({ lines, firstWeek }: typeof sales): Float64Array[] {
  const weeks = Array.from({ length: 30 }, () => new Float64Array(customers * products));
  for (let i = 0; i < lines.length; i++) {
    const pair = lines.customer[i]! * products + lines.product[i]!;
    weeks[weekOfDay(lines.day[i]!) - firstWeek]![pair]! += lines.items[i]!;
  }
  return weeks;
}

function averagePrecision(score: number[], bought: boolean[]): number {
  const order = score.map((_, i) => i).sort((a, b) => score[b]! - score[a]! || a - b);
  let hits = 0, sum = 0;
  order.forEach((pair, rank) => {
    if (bought[pair]) sum += ++hits / (rank + 1);
  });
  return sum / hits;
}

const net = netItems(sales);

Deno.test("simulate() gives the same bytes for the same seed, and others for another seed", () => {
  const bytes = ({ transacciones, clientes, productos }: Simulation) =>
    [transacciones, clientes, productos].map((frame) => encodeParquet(frame));
  const small = { customers: 30, products: 12, weeks: 6 };
  assert.deepEqual(bytes(simulate(small)), bytes(simulate({ ...small, seed: 0 })));
  assert.notDeepEqual(bytes(simulate(small))[0], bytes(simulate({ ...small, seed: 1 }))[0]);
});

Deno.test("simulate() gives tables with the types and faults of real ones", () => {
  const types = (["transacciones", "clientes", "productos"] as const).map((table) =>
    simulation[table].columns.map((name) =>
      `${name} ${simulation[table].getColumn(name).dtype.variant}`
    ).join(", ")
  );
  assert.deepEqual(types, [
    "customer_id Int64, product_id Int64, order_id Int64, purchase_date Datetime, items Float64, " +
    "__index_level_0__ Int64",
    "customer_id Int64, region_id Int64, zone_id Int64, customer_type String, Y Float64, X Float64, " +
    "num_deliver_per_week Int64, num_visit_per_week Int64",
    "product_id Int64, brand String, category String, sub_category String, segment String, " +
    "package String, size Float64",
  ]);
  const { transacciones, clientes, productos } = quality;
  const share = (rows: number) => rows / transacciones.rows;
  assert.ok(share(transacciones.returns) > 0.015 && share(transacciones.returns) < 0.045);
  assert.ok(share(transacciones.duplicate_rows_dropped) > 0.001);
  assert.ok(share(transacciones.duplicate_rows_dropped) < 0.02);
  assert.equal(clientes.null_attributes.X, 1);
  assert.ok(productos.with_sales <= 0.8 * products);
  assert.equal(quality.weeks.complete_weeks, 30);
  assert.ok(sales.lines.items.some((items) => items % 1 !== 0));
});

Deno.test("simulate() has products that replace others with the same attributes", () => {
  const attributes = Array.from(
    { length: products },
    (_, product) =>
      sales.products.columns.map((column) =>
        column.kind === "numeric" ? column.values[product] : column.codes[product]
      ).join(),
  );
  const soldIn = (from: number, to: number) => (product: number) =>
    net.slice(from, to).some((pairs) =>
      Array.from({ length: customers }, (_, customer) => pairs[customer * products + product]!)
        .some((items) => items > 0)
    );
  const ids = Array.from({ length: products }, (_, product) => product);
  const gone = ids.filter((product) => soldIn(0, 4)(product) && !soldIn(26, 30)(product));
  const fresh = ids.filter((product) => !soldIn(0, 4)(product) && soldIn(26, 30)(product));
  assert.ok(gone.some((old) => fresh.some((young) => attributes[old] === attributes[young])));
});

Deno.test("simulate() is as hard as real sales: frequency predicts much better than popularity", () => {
  const means = { share: 0, popularity: 0, frequency: 0, truth: 0 };
  for (let week = 26; week < 30; week++) {
    const frequency = new Float64Array(customers * products),
      popularity = new Float64Array(products);
    net.slice(0, week).forEach((pairs, past) =>
      pairs.forEach((items, pair) => {
        if (items <= 0) return;
        frequency[pair]! += 0.85 ** (week - past);
        popularity[pair % products]! += 0.85 ** (week - past);
      })
    );
    const known = [...frequency.keys()].filter((pair) => popularity[pair % products]! > 0);
    const bought = known.map((pair) => net[week]![pair]! > 0);
    const truth = simulation.truth.probability(week);
    means.share += bought.filter(Boolean).length / known.length / 4;
    means.popularity += averagePrecision(known.map((i) => popularity[i % products]!), bought) / 4;
    means.frequency += averagePrecision(known.map((i) => frequency[i]!), bought) / 4;
    means.truth += averagePrecision(known.map((i) => truth[i]!), bought) / 4;
  }
  const { share, popularity, frequency, truth } = means;
  assert.ok(share > 0.02 && share < 0.045, `share of positives ${share}`);
  assert.ok(frequency > 0.45 && frequency < 0.62, `AP of the decayed frequency ${frequency}`);
  assert.ok(frequency > popularity + 0.15, `AP of popularity ${popularity}`);
  assert.ok(truth > frequency + 0.08 && truth < 0.85, `AP of the true probabilities ${truth}`);
});

Deno.test("simulate() returns the true probabilities: purchases agree with them", () => {
  assert.deepEqual(simulation.truth.customerIds, [...sales.customers.ids]);
  assert.deepEqual(simulation.truth.productIds, [...sales.products.ids]);
  const expected = [0, 0, 0], found = [0, 0, 0], variance = [0, 0, 0];
  for (let week = 0; week < 30; week += 3) {
    simulation.truth.probability(week).forEach((p, pair) => {
      assert.ok(p >= 0 && p <= 1);
      const bin = p < 0.05 ? 0 : p < 0.4 ? 1 : 2;
      expected[bin]! += p;
      variance[bin]! += p * (1 - p);
      if (net[week]![pair]! > 0) found[bin]!++;
    });
  }
  for (const bin of [0, 1, 2]) {
    const z = (found[bin]! - expected[bin]!) / Math.sqrt(variance[bin]!);
    assert.ok(Math.abs(z) < 4, `bin ${bin}: ${found[bin]} purchases, ${expected[bin]} expected`);
  }
});

const orders = (simulated: Simulation, from: number) => {
  const { lines, firstWeek } = extractData(simulated, { today }).sales;
  const pairs = { before: 0, after: 0 };
  for (let i = 0; i < lines.length; i++) {
    if (lines.items[i]! <= 0) continue;
    pairs[weekOfDay(lines.day[i]!) - firstWeek < from ? "before" : "after"]++;
  }
  return pairs;
};
const KINDS = ["product_mix", "package", "size", "top_product", "region", "activity"] as const;
for (const kind of KINDS) {
  Deno.test(`simulate() changes nothing before a drift of ${kind}, and something after it`, () => {
    const week = 20;
    const plain = orders(simulation, week);
    const drifted = orders(simulate({ drift: { week, kind, size: 0.5 } }), week);
    assert.equal(drifted.before, plain.before);
    assert.notEqual(drifted.after, plain.after);
    if (kind === "activity") assert.ok(drifted.after < 0.75 * plain.after);
  });
}

Deno.test("simulatedSales() has the same purchases and attributes as the tables", () => {
  const direct = simulatedSales({ seed: 0 });
  const purchases = (data: typeof sales) => {
    const { week, customer, product, items } = weeklyPurchases(data.lines);
    return [...items.keys()].filter((row) => items[row]! > 0)
      .map((row) => `${week[row]} ${customer[row]} ${product[row]}`);
  };
  assert.deepEqual(purchases(direct), purchases(sales));
  assert.deepEqual(
    [direct.firstWeek, direct.predictedWeek],
    [sales.firstWeek, sales.predictedWeek],
  );
  for (const side of ["customers", "products"] as const) {
    assert.deepEqual(direct[side].ids, sales[side].ids);
    for (const column of sales[side].columns) {
      const own = direct[side].columns.find(({ name }) => name === column.name)!;
      const values = (of: Column) =>
        of.kind === "numeric"
          ? [...of.values]
          : Array.from(of.codes, (code) => of.categories[code]);
      // one X is missing in the table and imputed
      const differ = values(column).filter((value, i) => value !== values(own)[i]).length;
      assert.ok(differ <= (column.name === "X" ? 1 : 0), `${column.name}: ${differ} differ`);
    }
  }
});

Deno.test("simulate() starts in the given week", () => {
  const later = simulate({ weeks: 4, firstDay: "2025-01-01" });
  const { quality } = extractData(later, { today: new Date("2025-02-28") });
  assert.equal(quality.transacciones.first_date, "2024-12-30");
  assert.equal(quality.weeks.predicted_week, "2025-W05");
});

/** SHA-256 of the values of a simulation, numbers to nine digits. */
async function digest({ transacciones, clientes, productos }: Simulation): Promise<string> {
  const records = [transacciones, clientes, productos].map((frame) => frame.toRecords());
  const text = JSON.stringify(
    records,
    (_, value) =>
      typeof value === "bigint"
        ? String(value)
        : typeof value === "number"
        ? value.toPrecision(9)
        : value,
  );
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).toHex().slice(0, 16);
}

Deno.test("simulated values do not change: figures in the documentation depend on them", async () => {
  const size = { customers: 60, products: 60, weeks: 20, seed: 3 };
  const kinds = ["product_mix", "package", "size", "top_product", "region", "activity"] as const;
  const found: Record<string, string> = { none: await digest(simulate(size)) };
  for (const kind of kinds) {
    found[kind] = await digest(simulate({ ...size, drift: { kind, size: 0.5, week: 12 } }));
  }
  assert.deepEqual(found, {
    none: "1c01a9c8e2317190",
    product_mix: "b9fcedd05c396b5d",
    package: "67f2e2cc4c3a721d",
    size: "eaeeae7429f10abd",
    top_product: "dbf4a2c4b4d46354",
    region: "126403590c119f46",
    activity: "ddd25adc2f1bf85b",
  });
});

Deno.test("a drift of the region slows the orders of half of the shops", () => {
  const size = { customers: 120, products: 25, weeks: 24, seed: 1 };
  const sales = simulatedSales({ ...size, drift: { kind: "region", size: 0.9, week: 12 } });
  const orders = Array.from({ length: 120 }, () => [0, 0]);
  for (let line = 0; line < sales.lines.length; line++) {
    const late = weekOfDay(sales.lines.day[line]!) - sales.firstWeek >= 12;
    orders[sales.lines.customer[line]!]![late ? 1 : 0]!++;
  }
  const slowed = orders.filter(([before, after]) => before! > 10 && after! < before! / 3).length;
  const kept = orders.filter(([before, after]) => before! > 10 && after! > before! / 2).length;
  assert.ok(Math.abs(slowed - kept) <= 24, `${slowed} slowed, ${kept} kept`);
  assert.ok(slowed > 30 && kept > 30, `${slowed} slowed, ${kept} kept`);
});
