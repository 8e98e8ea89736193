import { firstPurchases } from "../../features/purchases/first_purchases.ts";
import type { WeeklyCounts } from "./largest_category_move.ts";
import type { WeeklyRatio } from "./usual_move.ts";
import type { ClusteredPurchases } from "./within_customer_permutation.ts";
import type { CategoricalColumn, Column } from "../../table/column_table.ts";
import type { SalesData } from "../../table/sales_data.ts";
import { purchaseTable } from "../../features/purchases/purchase_table.ts";

/** Weekly purchases by category: the input of the drift decision. */
export interface PurchaseMix {
  /** Indices of the weeks with purchases, ascending; position = index in every weekly series. */
  weeks: number[];
  variables: WeeklyCounts[];
  /** The same purchases one by one, with the codes of the same variables. */
  purchases: ClusteredPurchases;
  /** Purchases, active customers, purchases per customer, share of new pairs. */
  activity: WeeklyRatio[];
}

/**
 * Attributes that the drift decision uses: on the first data 22 of their categories hold 3 % or
 * more.
 */
export const MAIN_VARIABLES = ["brand", "segment", "package", "size", "customer_type"];

/**
 * Attributes whose categories are counted; each value of a number, such as `size`, is a category.
 */
export const MIX_VARIABLES = [...MAIN_VARIABLES, "sub_category", "category"];

/**
 * Counts purchases (a pair's week with net items above 0) by week and category, and by week: active
 * customers, purchases per customer and new pairs. Weeks without a purchase are left out, so that
 * they are no measure of what is usual.
 *
 * @param weeks week indices, both ends included; a pair is new if no earlier week of the data has
 * it.
 */
export function weeklyCategoryCounts(
  sales: SalesData,
  { from, to }: { from: number; to: number },
): PurchaseMix {
  const table = purchaseTable(sales, { from: sales.firstWeek, to }, MIX_VARIABLES);
  const weeks = [...new Set(table.week)].filter((week) => week >= from);
  const at = new Map(weeks.map((week, position) => [week, position]));
  const first = table.week.findIndex((week) => week >= from);
  const kept = first < 0 ? table.length : first; // rows come by week: the earlier ones lead

  const columns = MIX_VARIABLES.flatMap((name) => {
    const column = table.columns.find((candidate) => candidate.name === name);
    return column ? [asCategories(column)] : [];
  });
  const week = table.week.subarray(kept), customer = table.customer.subarray(kept);
  const variables: WeeklyCounts[] = [], coded: ClusteredPurchases["variables"] = [];
  for (const { name: variable, categories, codes: all } of columns) {
    const codes = all.subarray(kept);
    const counts = weeks.map(() => new Array<number>(categories.length).fill(0));
    for (let row = 0; row < codes.length; row++) {
      if (codes[row]! >= 0) counts[at.get(week[row]!)!]![codes[row]!]!++;
    }
    variables.push({ variable, categories, counts });
    coded.push({ variable, categories: categories.length, codes });
  }
  return {
    weeks,
    variables,
    purchases: { customer, week, variables: coded },
    activity: activity(table.week, table.customer, table.product, at),
  };
}

function activity(
  week: Int32Array,
  customer: Int32Array,
  product: Int32Array,
  places: Map<number, number>,
): WeeklyRatio[] {
  const series = () => new Array<number>(places.size).fill(0);
  const active = series(), purchases = series(), fresh = series();
  const isFirst = firstPurchases({ length: week.length, customer, product });
  for (let row = 0; row < week.length; row++) {
    const at = places.get(week[row]!);
    if (at === undefined) continue;
    purchases[at]!++;
    fresh[at]! += isFirst[row]!;
    // rows come by week, then customer
    if (row === 0 || week[row] !== week[row - 1] || customer[row] !== customer[row - 1]) {
      active[at]!++;
    }
  }
  return [
    { name: "purchases", numerators: purchases, denominators: series().fill(1) },
    { name: "active_customers", numerators: active, denominators: series().fill(1) },
    { name: "purchases_per_customer", numerators: purchases, denominators: active },
    { name: "share_of_new_pairs", numerators: fresh, denominators: purchases },
  ];
}

/** A column as categories: each value of a number is one. */
export function asCategories(column: Column): CategoricalColumn {
  if (column.kind === "categorical") return column;
  const { name, values } = column;
  const sizes = [...new Set(values)].filter((value) => value === value).sort((a, b) => a - b);
  const codeOf = new Map(sizes.map((size, code) => [size, code]));
  const codes = Int32Array.from(values, (value) => codeOf.get(value) ?? -1);
  return { kind: "categorical", name, codes, categories: sizes.map(String) };
}
