import assert from "node:assert/strict";
import fc from "fast-check";
import { behaviouralFeatures } from "../../../lib/features/behavioural/behavioural_features.ts";
import { purchaseHistory } from "../../../lib/features/behavioural/purchase_history.ts";
import { fullCatalogue } from "../../../lib/features/pairs/known_universe.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import { mondayOfWeek, weekName } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, type Line, randomLines, smallSales } from "../small_sales.ts";
import { referenceFeatures } from "./reference.ts";

/** A small data set, and the number of weeks before its end at which features are compared. */
interface World {
  sales: SalesData;
  weeksBack: number[];
}

/** The lags at which windows end, and their neighbours. */
const LAGS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 16, 17, 26, 27, 32, 33];
const CUSTOMERS = [0, 1, 2, 3, 4, 5, 6, 7, 8], PRODUCTS = [0, 1, 2, 3, 4, 5, 6];

function world(
  lines: Line[],
  { weeks = 10, weeksBack = [0, 1, weeks - 1, weeks], ...options }:
    & { weeks?: number; weeksBack?: number[] }
    & Parameters<typeof smallSales>[2] = {},
): World {
  const sorted = lines.toSorted((a, b) =>
    a.day - b.day || a.customer - b.customer || a.product - b.product || a.order - b.order
  );
  return { sales: smallSales(sorted, weeks, options), weeksBack };
}

/** One line per lag, in data of so many weeks. */
function bought(
  customer: number,
  product: number,
  lags: number[],
  { weeks = 10, weekday = 0, items = 1, order = 1 } = {},
): Line[] {
  return lags.map((lag) => {
    const day = mondayOfWeek(FIRST_WEEK + weeks - lag) + weekday;
    return { day, customer, product, order, items };
  });
}

function upTo(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** One lag per customer, so that nothing else affects windows that end there. */
function loneLags(shift: number): World {
  const lines = CUSTOMERS.slice(0, 8).flatMap((c) =>
    bought(c, (3 * c + shift) % 7, [LAGS[(c + shift) % LAGS.length]!], {
      weeks: 34,
      weekday: c % 7,
    })
  );
  return world(lines, { weeks: 34, weeksBack: [0, 1] });
}

const WORLDS: Record<string, World> = {
  "no order line": world([]),
  "one lag per customer, from 1 to 8": loneLags(0),
  "one lag per customer, from 9 to 33": loneLags(8),
  "one lag per customer, from 13 to 33 and 1": loneLags(10),
  "several lags per pair, all at the ends of windows": world(
    CUSTOMERS.slice(0, 8).flatMap((c) =>
      PRODUCTS.flatMap((p) =>
        upTo(0, c % 3).flatMap((k) =>
          bought(c, p, [LAGS[(c + 2 * p + 5 * k) % LAGS.length]!], {
            weeks: 34,
            weekday: (c + p + k) % 7,
            items: 1 + k,
          })
        )
      )
    ),
    { weeks: 34, weeksBack: [0, 1, 2] },
  ),
  "orders 27, 28 and 29 days before the Monday": world([
    ...bought(0, 0, [4], { weekday: 1 }),
    ...bought(1, 0, [4], { weekday: 0 }),
    ...bought(2, 0, [5], { weekday: 6 }),
    ...bought(2, 1, [6, 8], { weekday: 6 }),
    ...bought(3, 1, [4, 5, 6, 9], { weekday: 0 }),
  ]),
  ...Object.fromEntries([1, 2, 3, 16, 17, 30].map((weeks) => [
    `weeks of history: ${weeks}`,
    world(halves(randomLines(weeks, { weeks, count: 20 * weeks })), {
      weeks,
      weeksBack: [0, 1, 2, weeks].filter((back) => back <= weeks),
    }),
  ])),
  "a product that everyone adopts within 2 weeks": world(CUSTOMERS.flatMap((c) => [
    ...bought(c, 0, [3, 5], { weekday: c % 7 }),
    ...bought(c, 1, c % 2 ? [1, 2] : [2], { weekday: c % 7 }),
    ...bought(c, 2, c % 3 ? [4] : [1], { weekday: 3 }),
  ])),
  "products that vanish, and the successor of one": world(
    CUSTOMERS.slice(0, 6).flatMap((c) => [
      ...bought(c, 0, upTo(18, 24), { weeks: 26, weekday: c }),
      ...bought(c, 2, upTo(17, 25), { weeks: 26, weekday: c }),
      ...bought(c, 4, upTo(3, 9), { weeks: 26, weekday: c }),
      ...bought(c, 5, upTo(1, 2 + c % 2), { weeks: 26, weekday: c }),
    ]),
    { weeks: 26 },
  ),
  "returns of a week's purchase, of one order, of all that a customer bought": world([
    ...bought(0, 0, [2, 4], { items: 2 }),
    ...bought(0, 0, [2], { items: -2, order: 2, weekday: 1 }),
    ...bought(0, 1, [1, 2, 6], { items: 3, weekday: 2 }),
    ...bought(0, 1, [2], { items: -4, order: 2, weekday: 4 }),
    ...bought(1, 0, [3], { items: 2 }),
    ...bought(1, 0, [3], { items: -2, order: 2, weekday: 5 }),
    ...bought(2, 1, [5], { items: 2 }),
    ...bought(2, 1, [4], { items: -2 }),
    ...bought(3, 2, [1], { items: 0.1 }),
    ...bought(3, 2, [1], { items: 0.2, order: 2 }),
    ...bought(3, 2, [1], { items: -0.3, order: 3 }),
    ...bought(4, 2, [1, 3], { items: -1 }),
    ...bought(5, 0, [3, 4], { items: 5, weekday: 3 }),
    ...bought(5, 0, [3], { items: -1, order: 2, weekday: 6 }),
    ...bought(5, 0, [1, 3], { items: 0, order: 3, weekday: 5 }),
  ]),
  "several orders per day": world([
    ...bought(0, 0, [1, 2, 3]),
    ...bought(0, 0, [1, 2, 3], { order: 2, items: 4 }),
    ...bought(0, 1, [1, 3], { order: 2 }),
    ...bought(0, 1, [1], { order: 3, weekday: 2 }),
    ...bought(0, 2, [1], { order: 4, weekday: 2 }),
    ...bought(1, 2, [1, 2, 5], { order: 5, weekday: 6 }),
    ...bought(1, 3, [1, 2, 5], { order: 6, weekday: 6 }),
  ]),
  "several members of a group last bought in the same week": world(
    [
      ...bought(0, 0, [3, 7]),
      ...bought(0, 1, [3], { weekday: 4 }),
      ...bought(0, 2, [3, 4], { weekday: 2 }),
      ...bought(1, 1, [1, 2]),
      ...bought(1, 2, [2], { weekday: 1 }),
      ...bought(2, 0, [1, 5, 6]),
      ...bought(2, 2, [6, 9]),
      ...bought(3, 5, [2, 8]),
      ...bought(3, 4, [2], { weekday: 3 }),
    ],
    { groupSize: 4 },
  ),
  "two customers without a type": world(halves(randomLines(5)), { withoutType: [2, 4] }),
  "many orders, with decreasing gaps": world(
    CUSTOMERS.slice(0, 4).flatMap((c) =>
      upTo(1, 40).map((n): Line => ({
        day: mondayOfWeek(FIRST_WEEK + 30) - 2 - Math.floor(n ** (1.05 + c / 10)),
        customer: c,
        product: (n * n + c) % 7,
        order: n,
        items: 1 + n % 3,
      }))
    ).filter(({ day }) => day >= mondayOfWeek(FIRST_WEEK)),
    { weeks: 30, weeksBack: [0, 1, 2] },
  ),
  "80 past weeks": world(halves(randomLines(8, { weeks: 80, count: 500 })), {
    weeks: 80,
    weeksBack: [0],
  }),
};

/** Lines whose items are halves, so that rounding does not affect sums and quotients. */
function halves(lines: Line[]): Line[] {
  return lines.map((line) => ({ ...line, items: Math.ceil(2 * line.items) / 2 }));
}

function librarysFeatures(sales: SalesData, week: number, pairs = fullCatalogue(sales)) {
  return behaviouralFeatures(purchaseHistory(sales), week)(pairs).columns.map((column) => {
    assert.ok(column.kind === "numeric");
    return column;
  });
}

/** Fails with the first row of every column that differs from the reference. */
function assertEqualsReference(sales: SalesData, week: number, pairs = fullCatalogue(sales)) {
  const columns = librarysFeatures(sales, week, pairs);
  const expected = referenceFeatures(sales, week, pairs);
  assert.equal(columns.length, 110);
  assert.deepEqual(columns.map(({ name }) => name).sort(), Object.keys(expected).sort());
  const differences = columns.flatMap(({ name, values }) => {
    const row = expected[name]!.findIndex((value, i) => !isNear(values[i]!, value));
    if (row < 0) return [];
    const pair = `customer ${pairs.customer[row]}, product ${pairs.product[row]}`;
    return [`${name} of ${pair}, ${weekName(week)}: ${values[row]}, not ${expected[name]![row]}`];
  });
  assert.deepEqual(differences, []);
}

/** The library's columns are Float32. */
function isNear(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= Math.max(1e-6, 1e-5 * Math.abs(expected));
}

for (const [name, { sales, weeksBack }] of Object.entries(WORLDS)) {
  Deno.test(`features equal the reference: ${name}`, () => {
    for (const back of weeksBack) assertEqualsReference(sales, sales.predictedWeek - back);
  });
}

Deno.test("features equal the reference: any lines", () => {
  const line = fc.record({
    day: fc.nat(7 * 34 - 1).map((day) => mondayOfWeek(FIRST_WEEK) + day),
    customer: fc.nat(7),
    product: fc.nat(6),
    order: fc.nat(3),
    items: fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2, 3),
  });
  const options = {
    weeks: fc.integer({ min: 1, max: 34 }),
    back: fc.nat(3),
    groupSize: fc.integer({ min: 1, max: 4 }),
    withoutType: fc.subarray([0, 4, 5]),
  };
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 400, size: "max" }),
      fc.record(options),
      (lines, { weeks, back, ...others }) => {
        const end = mondayOfWeek(FIRST_WEEK + weeks);
        const { sales } = world(lines.filter(({ day }) => day < end), { weeks, ...others });
        assertEqualsReference(sales, FIRST_WEEK + Math.max(0, weeks - back));
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("features equal the reference: some pairs in any order", () => {
  const { sales } = world(halves(randomLines(12)), { groupSize: 3 });
  const all = fullCatalogue(sales);
  const some = (of: Int32Array) => of.filter((_, row) => row % 5 < 2).reverse();
  const pairs = { customer: some(all.customer), product: some(all.product) };
  assertEqualsReference(sales, sales.predictedWeek, pairs);
});

Deno.test("features equal the reference: more products than the regression uses", () => {
  // the first 20 have the oldest purchases, so that they are left out
  const lines = upTo(0, 519).flatMap((p) => bought(p % 8, p, p < 20 ? [9] : [1 + p % 5]));
  const { sales } = world(lines, { products: 520 });
  const product = Int32Array.of(0, 3, 8, 19, 20, 24, 100, 107, 300, 515, 519);
  assertEqualsReference(sales, sales.predictedWeek, {
    customer: product.map((p) => p % 8),
    product,
  });
});

Deno.test("every feature takes several values in the compared data", () => {
  const seen = new Map<string, Set<number>>();
  for (const { sales, weeksBack } of Object.values(WORLDS)) {
    for (const back of weeksBack) {
      for (const { name, values } of librarysFeatures(sales, sales.predictedWeek - back)) {
        seen.set(name, new Set([...seen.get(name) ?? [], ...values]));
      }
    }
  }
  assert.equal(seen.size, 110);
  assert.deepEqual([...seen].filter(([, values]) => values.size < 2), []);
});
