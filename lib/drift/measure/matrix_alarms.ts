import type { ColumnTable } from "../../table/column_table.ts";
import type { Entities, SalesData } from "../../table/sales_data.ts";
import { mondayOfWeek } from "../../table/time/week.ts";
import { takeRows } from "../../table/take_rows.ts";
import { chiSquareContingency } from "../../stats/chi_square_contingency.ts";
import { ecdfDistance } from "../../stats/ecdf_distance.ts";
import { kolmogorovTail } from "../../stats/kolmogorov_distribution.ts";
import { NUMERIC_FEATURES, TEXT_FEATURES } from "../../features/static_features.ts";

/**
 * In how many past weeks the original rule (any p < threshold over the whole customer × product
 * matrix) would have alarmed, with a new model each week: the matrix known on each Monday against
 * that of the Monday before. Each customer has one row per product and week, so the distribution of
 * a column is that of the customers (or products) with the rows multiplied, and the matrix need not
 * be built. P-values are asymptotic, as the original's are above 10,000 rows.
 *
 * @param included weeks in the matrix.
 */
export function matrixAlarms(
  sales: SalesData,
  { included, threshold, minSamples }: { included: number; threshold: number; minSamples: number },
): { weeks: number; alarms: number } {
  let alarms = 0, weeks = 0, before: Traders | undefined;
  for (let week = sales.firstWeek + included; week <= sales.predictedWeek; week++) {
    const now = tradersBefore(sales, week);
    if (before) {
      weeks++;
      const sides = [before, now] as const;
      if (smallestP(sides, { included, minSamples }) < threshold) alarms++;
    }
    before = now;
  }
  return { weeks, alarms };
}

/** Customers and products with at least one order line. */
interface Traders {
  customers: ColumnTable;
  products: ColumnTable;
}

function tradersBefore({ lines, customers, products }: SalesData, week: number): Traders {
  const monday = mondayOfWeek(week);
  const seen = (ids: Int32Array) => {
    const found = new Set<number>();
    for (let line = 0; line < lines.length && lines.day[line]! < monday; line++) {
      found.add(ids[line]!);
    }
    return Int32Array.from(found).sort();
  };
  const rows = (entities: Entities, index: Int32Array) =>
    takeRows({ length: entities.ids.length, columns: entities.columns }, index);
  return {
    customers: rows(customers, seen(lines.customer)),
    products: rows(products, seen(lines.product)),
  };
}

function smallestP(
  [before, now]: readonly [Traders, Traders],
  { included, minSamples }: { included: number; minSamples: number },
): number {
  let smallest = 1;
  for (const [side, other] of [["customers", "products"], ["products", "customers"]] as const) {
    const copies = [before, now].map((traders) => included * traders[other].length);
    for (const column of now[side].columns) {
      if (![...NUMERIC_FEATURES, ...TEXT_FEATURES].includes(column.name)) continue;
      const old = before[side].columns.find(({ name }) => name === column.name)!;
      const p = old.kind === "numeric" && column.kind === "numeric"
        ? ksP(old.values, column.values, copies, minSamples)
        : old.kind === "categorical" && column.kind === "categorical"
        ? chiSquareP(old.codes, column.codes, column.categories.length, copies, minSamples)
        : 1;
      smallest = Math.min(smallest, p);
    }
  }
  return smallest;
}

function ksP(
  before: ArrayLike<number>,
  now: ArrayLike<number>,
  copies: number[],
  minSamples: number,
): number {
  const [a, b] = [before, now].map((values) =>
    Float64Array.from(values).filter((value) => Number.isFinite(value))
  ) as [Float64Array, Float64Array];
  const n1 = a.length * copies[0]!, n2 = b.length * copies[1]!;
  if (Math.min(n1, n2) < Math.max(1, minSamples)) return 1;
  return kolmogorovTail(Math.round(n1 * n2 / (n1 + n2)), ecdfDistance(a, b).distance);
}

function chiSquareP(
  before: Int32Array,
  now: Int32Array,
  categories: number,
  copies: number[],
  minSamples: number,
): number {
  const counts = [before, now].map((codes, side) => {
    const row = new Array<number>(categories).fill(0);
    for (const code of codes) if (code >= 0) row[code]! += copies[side]!;
    return row;
  });
  if (counts.some((row) => row.reduce((sum, count) => sum + count, 0) < Math.max(1, minSamples))) {
    return 1;
  }
  const seen = counts[0]!.flatMap((count, j) => count + counts[1]![j]! > 0 ? [j] : []);
  return chiSquareContingency(counts.map((row) => seen.map((j) => row[j]!))).pValue;
}
