import assert from "node:assert/strict";
import { weeklyCategoryCounts } from "../../../lib/drift/measure/category_shares.ts";
import { purchaseTable } from "../../../lib/features/purchases/purchase_table.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";

/** Two customers and two products; lines as [week, customer, product, items]. */
function sales(lines: [number, number, number, number][]): SalesData {
  const pick = (at: 0 | 1 | 2 | 3) => lines.map((line) => line[at]);
  return {
    customers: {
      ids: Float64Array.of(10, 11),
      columns: [{
        kind: "categorical",
        name: "customer_type",
        codes: Int32Array.of(0, 1),
        categories: ["BAR", "SHOP"],
      }],
    },
    products: {
      ids: Float64Array.of(20, 21),
      columns: [
        { kind: "categorical", name: "brand", codes: Int32Array.of(0, -1), categories: ["A"] },
        { kind: "numeric", name: "size", values: Float64Array.of(0.5, 0.33) },
      ],
    },
    lines: {
      length: lines.length,
      day: Int32Array.from(pick(0), (week) => mondayOfWeek(week)),
      customer: Int32Array.from(pick(1)),
      product: Int32Array.from(pick(2)),
      order: Float64Array.from(lines, (_, i) => i),
      items: Float64Array.from(pick(3)),
    },
    firstWeek: 100,
    predictedWeek: 103,
  };
}

const data = sales([
  [100, 0, 0, 2],
  [101, 0, 0, 1],
  [101, 0, 0, 3],
  [101, 0, 1, -1],
  [101, 1, 1, 4],
  [102, 1, 1, 5],
  [102, 1, 0, 1],
]);

Deno.test("a pair's week counts once; returns and missing categories do not count", () => {
  const { weeks, variables } = weeklyCategoryCounts(data, { from: 101, to: 102 });
  assert.deepEqual(weeks, [101, 102]);
  const of = (name: string) => variables.find(({ variable }) => variable === name)!;
  assert.deepEqual(of("brand").counts, [[1], [1]]);
  assert.deepEqual(of("size").categories, ["0.33", "0.5"]);
  assert.deepEqual(of("size").counts, [[1, 1], [1, 1]]);
  assert.deepEqual(of("customer_type").counts, [[1, 1], [0, 2]]);
});

Deno.test("activity counts customers, purchases and pairs never bought before", () => {
  const { activity } = weeklyCategoryCounts(data, { from: 101, to: 102 });
  assert.deepEqual(activity, [
    { name: "purchases", numerators: [2, 2], denominators: [1, 1] },
    { name: "active_customers", numerators: [2, 1], denominators: [1, 1] },
    { name: "purchases_per_customer", numerators: [2, 2], denominators: [2, 1] },
    { name: "share_of_new_pairs", numerators: [1, 1], denominators: [2, 2] },
  ]);
});

Deno.test("the list of purchases has the counted purchases", () => {
  const { purchases } = weeklyCategoryCounts(data, { from: 101, to: 102 });
  assert.deepEqual([...purchases.week], [101, 101, 102, 102]);
  assert.deepEqual([...purchases.customer], [0, 1, 1, 1]);
  assert.deepEqual([...purchases.variables[0]!.codes], [0, -1, 0, -1]);
});

Deno.test("weeks without purchases are left out of every series", () => {
  const hole = sales([[100, 0, 0, 2], [101, 0, 1, -1], [102, 1, 1, 5]]);
  const { weeks, variables, activity, purchases } = weeklyCategoryCounts(hole, {
    from: 100,
    to: 104,
  });
  assert.deepEqual(weeks, [100, 102]);
  assert.deepEqual(variables.find(({ variable }) => variable === "size")!.counts, [[0, 1], [1, 0]]);
  assert.deepEqual(activity[1]!.numerators, [1, 1]);
  assert.deepEqual([...purchases.week], [100, 102]);
  assert.deepEqual(weeklyCategoryCounts(hole, { from: 103, to: 104 }).weeks, []);
});

Deno.test("purchaseTable() joins attributes and the net quantity of the week", () => {
  const { length, week, columns } = purchaseTable(data, { from: 100, to: 101 });
  assert.equal(length, 3);
  assert.deepEqual([...week], [100, 101, 101]);
  const names = columns.map((column) => column.name);
  assert.deepEqual(names, ["customer_type", "brand", "size", "items"]);
  const items = columns[3]!;
  assert.ok(items.kind === "numeric");
  assert.deepEqual([...items.values], [2, 4, 4]);
});

Deno.test("a customer with several purchases in a week is one active customer", () => {
  const twice = sales([[100, 0, 0, 1], [101, 0, 0, 2], [101, 0, 1, 3], [102, 1, 0, 1]]);
  const { activity } = weeklyCategoryCounts(twice, { from: 101, to: 102 });
  const active = activity.find(({ name }) => name === "active_customers")!;
  assert.deepEqual(active.numerators, [1, 1]);
});
