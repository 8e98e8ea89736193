import assert from "node:assert/strict";
import { matrixPairs } from "../../../lib/features/pairs/matrix_pairs.ts";
import { staticFeatures } from "../../../lib/features/static_features.ts";
import { matrixAlarms } from "../../../lib/drift/measure/matrix_alarms.ts";
import { measureVariable } from "../../../lib/drift/measure/variable_drift.ts";
import type { SalesData } from "../../../lib/table/sales_data.ts";
import type { Column } from "../../../lib/table/column_table.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, smallSales } from "../../features/small_sales.ts";

const INCLUDED = 2, WEEKS = 10;

/** Customers 0 to 3 buy in every week, each other customer from its own first week. */
function growingSales(starts: number[]): SalesData {
  const lines = starts.flatMap((start, customer) =>
    Array.from({ length: WEEKS - start }, (_, i) => ({
      day: mondayOfWeek(FIRST_WEEK + start + i),
      customer,
      product: (customer + i) % 4,
      order: 100 * customer + i,
      items: 1,
    }))
  );
  return smallSales(lines.sort((a, b) => a.day - b.day || a.customer - b.customer), WEEKS);
}

/** The rule as in the pipeline: compares each week's matrix with that of the week before. */
function alarmsByDefinition(sales: SalesData, threshold: number): number {
  const matrixOf = (predictedWeek: number) => {
    const known = { ...sales, predictedWeek };
    const weekly = staticFeatures(
      known,
      matrixPairs(known, predictedWeek, "original"),
      predictedWeek,
    );
    const columns = weekly.columns.filter(({ name }) => name !== "week_of_year");
    return columns.map((column): Column =>
      column.kind === "numeric"
        ? { ...column, values: Float64Array.of(...column.values, ...column.values) }
        : { ...column, codes: Int32Array.of(...column.codes, ...column.codes) }
    );
  };
  let alarms = 0;
  for (let week = FIRST_WEEK + INCLUDED + 1; week <= FIRST_WEEK + WEEKS; week++) {
    const before = matrixOf(week - 1), now = matrixOf(week);
    const smallest = Math.min(
      ...now.map((column, i) =>
        measureVariable(column.name, before[i], column, { minSamples: 30 }).p_value ?? 1
      ),
    );
    if (smallest < threshold) alarms++;
  }
  return alarms;
}

Deno.test("a matrix that never changes never alarms", () => {
  const sales = growingSales([0, 0, 0, 0]);
  const found = matrixAlarms(sales, { included: INCLUDED, threshold: 0.05, minSamples: 30 });
  assert.deepEqual(found, { weeks: WEEKS - INCLUDED, alarms: 0 });
  assert.equal(alarmsByDefinition(sales, 0.05), 0);
});

Deno.test("matrixAlarms() counts the alarms of the rule on the matrix itself", () => {
  const sales = growingSales([0, 0, 0, 1, 4, 5, 6, 8, 8]);
  for (const threshold of [1e-6, 0.02, 0.5, 0.99]) {
    const found = matrixAlarms(sales, { included: INCLUDED, threshold, minSamples: 30 });
    assert.equal(found.alarms, alarmsByDefinition(sales, threshold), String(threshold));
  }
});

Deno.test("a matrix with fewer than min_samples rows cannot alarm", () => {
  const sales = growingSales([0, 0, 0, 1, 4, 5, 6, 8, 8]);
  // nine customers and four products in two weeks: 72 rows at most
  const alarms = (minSamples: number) =>
    matrixAlarms(sales, { included: INCLUDED, threshold: 0.99, minSamples }).alarms;
  assert.ok(alarms(30) > 0);
  // the matrix of the Monday before the last has 56 rows: seven customers, four products, two weeks
  assert.ok(alarms(56) > 0);
  assert.equal(alarms(73), 0);
});

Deno.test("a week's matrix excludes customers whose first purchase is on its Monday", () => {
  // one customer starts on the Monday of the last week, all others in the first week
  const last = growingSales([0, 0, 0, 0, WEEKS - 1]);
  const without = { ...last, predictedWeek: last.predictedWeek - 1 };
  const options = { included: INCLUDED, threshold: 0.999, minSamples: 2 };
  assert.equal(matrixAlarms(without, options).alarms, 0);
  assert.equal(matrixAlarms(last, options).alarms, 1);
});
