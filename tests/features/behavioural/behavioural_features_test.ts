import assert from "node:assert/strict";
import fc from "fast-check";
import {
  behaviouralFeatures,
  FEATURES,
} from "../../../lib/features/behavioural/behavioural_features.ts";
import { purchaseHistory } from "../../../lib/features/behavioural/purchase_history.ts";
import { fullCatalogue, knownUniverse } from "../../../lib/features/pairs/known_universe.ts";
import type { ColumnTable } from "../../../lib/table/column_table.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import { mondayOfWeek, weekName, weekOfDay } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, type Line, randomLines, shuffled, smallSales } from "../small_sales.ts";

function featuresAt(sales: SalesData, week: number): ColumnTable {
  return behaviouralFeatures(purchaseHistory(sales), week)(fullCatalogue(sales));
}

function numbersOf(table: ColumnTable, name: string): ArrayLike<number> {
  const column = table.columns.find((candidate) => candidate.name === name);
  assert.ok(column?.kind === "numeric", `no numeric column ${name}`);
  return column.values;
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const weeks = fc.integer({ min: FIRST_WEEK + 1, max: FIRST_WEEK + 10 });

Deno.test("data of a week or later change no feature of the week", () => {
  const later = (week: number, seed: number) => randomLines(seed, { from: week, weeks: 4 });
  fc.assert(
    fc.property(seeds, weeks, fc.constantFrom("delete", "add", "scramble"), (seed, week, what) => {
      const lines = randomLines(seed);
      const past = lines.filter(({ day }) => day < mondayOfWeek(week));
      const future = lines.filter(({ day }) => day >= mondayOfWeek(week));
      const changed: Line[] = what === "delete"
        ? past
        : what === "add"
        ? [...lines, ...later(week, seed + 1)]
        : [
          ...past,
          ...future.map((line) => ({ ...line, product: 7 - line.product, items: -line.items })),
        ];
      const [before, after] = [smallSales(lines, 14), smallSales(changed, 14)];
      assert.deepEqual(featuresAt(after, week), featuresAt(before, week));
      assert.deepEqual(knownUniverse(after, week), knownUniverse(before, week));
    }),
    { seed: 1, numRuns: 40 },
  );
});

Deno.test("a change in the week before does change features", () => {
  const lines = randomLines(3);
  const week = FIRST_WEEK + 9;
  const more = { day: mondayOfWeek(week) - 1, customer: 8, product: 3, order: 1e6, items: 2 };
  const before = featuresAt(smallSales(lines), week);
  const after = featuresAt(smallSales([...lines, more]), week);
  assert.notDeepEqual(after, before);
});

Deno.test("the order of the lines does not matter", () => {
  fc.assert(
    fc.property(seeds, weeks, (seed, week) => {
      const lines = randomLines(seed);
      const other = smallSales(shuffled(lines, seed + 1));
      assert.deepEqual(featuresAt(other, week), featuresAt(smallSales(lines), week));
    }),
    { seed: 2, numRuns: 20 },
  );
});

Deno.test("a pair's features are the same in any block and order: training and forecast agree", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const sales = smallSales(randomLines(seed));
      const history = purchaseHistory(sales);
      for (const week of [FIRST_WEEK + 4, FIRST_WEEK + 9]) {
        const pairs = knownUniverse(sales, week);
        const together = behaviouralFeatures(history, week)(pairs);
        for (let row = seed % 5; row < together.length; row += 5) {
          const alone = behaviouralFeatures(history, week)({
            customer: pairs.customer.slice(row, row + 1),
            product: pairs.product.slice(row, row + 1),
          });
          alone.columns.forEach((column, c) => {
            const trained = together.columns[c]!;
            assert.ok(column.kind === "numeric" && trained.kind === "numeric");
            assert.equal(column.values[0], trained.values[row], column.name);
          });
        }
      }
      const all = fullCatalogue(sales);
      const order = shuffled([...all.customer.keys()], seed);
      const mixed = behaviouralFeatures(history, FIRST_WEEK + 9)({
        customer: Int32Array.from(order, (i) => all.customer[i]!),
        product: Int32Array.from(order, (i) => all.product[i]!),
      });
      const sorted = behaviouralFeatures(history, FIRST_WEEK + 9)(all);
      mixed.columns.forEach((column, c) => {
        const straight = sorted.columns[c]!;
        assert.ok(column.kind === "numeric" && straight.kind === "numeric");
        assert.deepEqual(
          Array.from(column.values),
          order.map((i) => straight.values[i]),
          column.name,
        );
      });
    }),
    { seed: 3, numRuns: 10 },
  );
});

Deno.test("every feature is finite, also in the first weeks and without past purchases", () => {
  const sales = smallSales(randomLines(5));
  for (let week = FIRST_WEEK; week <= FIRST_WEEK + 12; week++) {
    for (const column of featuresAt(sales, week).columns) {
      assert.ok(column.kind === "numeric");
      assert.ok(column.values.every(Number.isFinite), `${column.name} in ${weekName(week)}`);
    }
  }
  assert.equal(featuresAt(smallSales([]), FIRST_WEEK + 1).length, 72);
});

Deno.test("every feature has a unique name, a group and a meaning of one line", () => {
  assert.equal(new Set(FEATURES.map(({ name }) => name)).size, FEATURES.length);
  for (const { name, group, meaning } of FEATURES) {
    assert.match(name, /^[a-z][a-z_0-9]*$/);
    assert.ok(meaning.length > 5 && meaning.length <= 110 && !meaning.includes("\n"), name);
    // readers see a meaning in a table sorted by importance, without the neighbouring features
    assert.doesNotMatch(meaning, /^the same/, name);
    assert.doesNotMatch(meaning, /at the share of/, `${name}: hard to read`);
    assert.doesNotMatch(meaning, new RegExp(FEATURES.map((f) => f.name).join("|")), name);
    assert.ok(
      ["pair", "customer", "product", "neighbours", "attribute group", "volume", "calendar"]
        .includes(group),
    );
  }
  assert.equal(new Set(FEATURES.map(({ meaning }) => meaning)).size, FEATURES.length);
  const table = featuresAt(smallSales(randomLines(1)), FIRST_WEEK + 5);
  assert.deepEqual(table.columns.map(({ name }) => name), FEATURES.map(({ name }) => name));
});

Deno.test("a change of year, two orders in a week and a return give the expected features", () => {
  const week = weekOfDay(Date.UTC(2025, 0, 6) / 86_400_000); // 2025-W02
  const day = (month: number, date: number, year = 2024) =>
    Date.UTC(year, month - 1, date) / 86_400_000;
  const line = (day: number, customer: number, product: number, items = 1) => ({
    day,
    customer,
    product,
    items,
    order: day,
  });
  const sales = smallSales([
    line(day(12, 3), 0, 0),
    line(day(12, 30), 0, 0), // Monday of 2025-W01
    line(day(12, 31), 0, 0), // the same week: one week bought, not two
    line(day(12, 31), 0, 1), // another product of the group
    line(day(12, 31), 1, 1, 2),
    line(day(1, 2, 2025), 1, 1, -2), // nothing remains
    line(day(12, 10), 1, 2),
    line(day(1, 6, 2025), 0, 5), // the week itself
  ]);
  const pairs = {
    customer: Int32Array.of(0, 0, 1, 1, 0, 8),
    product: Int32Array.of(0, 1, 1, 2, 5, 0),
  };
  const table = behaviouralFeatures(purchaseHistory(sales), week)(pairs);
  const values = (name: string) => Array.from(numbersOf(table, name));
  const near = (name: string, expected: number[]) =>
    values(name).forEach((value, i) =>
      assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${name}: ${values(name)} ≠ ${expected}`)
    );

  near("pair_weeks_ever", [2, 1, 0, 1, 0, 0]);
  near("pair_weeks_since", [1, 1, 999, 4, 999, 999]);
  near("pair_days_since", [6, 6, 6993, 27, 6993, 6993]);
  // 2024-W48 is the first of 6 past weeks: lags 1 and 5 over lags 1 to 6
  const possible = 0.8 * (1 - 0.8 ** 6) / 0.2;
  near("pair_decay_80", [
    (0.8 + 0.8 ** 5) / possible,
    0.8 / possible,
    0,
    0.8 ** 4 / possible,
    0,
    0,
  ]);
  near("pair_interval", [4, 999, 999, 999, 999, 999]);
  near("pair_lateness", [2 / 5, 1, 0, 1, 0, 0]);
  near("pair_baskets_since", [0, 0, 999, 1, 999, 999]);
  near("pair_lag_1", [1, 1, 0, 0, 0, 0]);
  near("customer_basket_last", [2, 2, 1, 1, 2, 0]);
  near("product_share_1", [1, 1, 1, 0, 0, 1]);
  near("group_weeks_ever", [2, 2, 0, 1, 0, 0]);
  near("product_of_group_1", [0.5, 0.5, 0.5, 0, 0, 0.5]);
  near("order_days_since", [6, 6, 4 + 2, 6, 6, 6993]);
  near("week_of_year", [2, 2, 2, 2, 2, 2]);
});

Deno.test("the regression scores a product by the other products of its buyers, not by itself", () => {
  const line = (week: number, customer: number, product: number) => ({
    day: mondayOfWeek(FIRST_WEEK + week),
    customer,
    product,
    order: 1,
    items: 1,
  });
  // customers 0 to 5 buy 0 and 1 together, 6 and 7 buy 2 and 3; customer 8 buys 0 alone
  const together = [0, 1, 2, 3, 4, 5].flatMap((c) => [0, 1].map((p) => [c, p] as const));
  const others = [6, 7].flatMap((c) => [2, 3].map((p) => [c, p] as const));
  const weeksOf = [0, 1, 2, 3, 4].flatMap((week) =>
    [...together, ...others, [8, 0] as const].map(([c, p]) => line(week, c, p))
  );
  const table = behaviouralFeatures(purchaseHistory(smallSales(weeksOf)), FIRST_WEEK + 5)({
    customer: Int32Array.of(8, 8, 8, 6),
    product: Int32Array.of(1, 2, 0, 0),
  });
  const [partner, stranger, own, elsewhere] = numbersOf(table, "neighbours_regression") as number[];
  assert.ok(partner! > 0.05);
  assert.equal(stranger, 0);
  assert.equal(own, 0);
  assert.equal(elsewhere, 0);
});
