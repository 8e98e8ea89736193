import type { Config } from "../config/parameters.ts";
import { includedWeeks } from "../features/pairs/included_weeks.ts";
import { pairKey } from "../features/pairs/pair_key.ts";
import type { SalesData } from "../table/sales_data.ts";
import type { RunSize } from "./memory_estimate.ts";
import { splitWeeks } from "./split_data.ts";

/** Parameters that decide how much memory a run needs. */
export type SizeParameters = Pick<Config, "preset" | "max_rows" | "weeks_to_include"> & {
  /** Whether there is a table to compare with: that of the model in use, or a given one. */
  hasReference: boolean;
};

/** Counts what decides how much memory a run needs. O(order lines), 16 bytes for each. */
export function runSize(
  sales: SalesData,
  { preset, max_rows, weeks_to_include, hasReference }: SizeParameters,
): RunSize {
  const { lines, customers, products } = sales;
  const keys = new Float64Array(lines.length);
  for (let i = 0; i < keys.length; i++) keys[i] = pairKey(lines.customer[i]!, lines.product[i]!);
  keys.sort();
  const weeks = includedWeeks(sales, weeks_to_include);
  return {
    lines: lines.length,
    pairs: distinct(lines.customer, customers.ids.length) *
      distinct(lines.product, products.ids.length),
    bought: keys.reduce((count, key, i) => count + (i === 0 || key !== keys[i - 1] ? 1 : 0), 0),
    catalogue: customers.ids.length * products.ids.length,
    ...weekCounts(weeks),
    maxRows: max_rows,
    matrices: hasReference ? 2 : 1,
    preset,
  };
}

/** The number of included weeks, and of those for validation or test, whichever are more. */
export function weekCounts(weeks: number[]): Pick<RunSize, "weeks" | "heldWeeks"> {
  const { val, test } = splitWeeks(weeks);
  return { weeks: weeks.length, heldWeeks: Math.max(val.length, test.length) };
}

function distinct(index: Int32Array, length: number): number {
  const seen = new Uint8Array(length);
  for (const i of index) seen[i] = 1;
  return seen.reduce((sum, one) => sum + one, 0);
}
