import type { WeeklyPurchases } from "../../table/sales_data.ts";

/**
 * The weeks (or days) of each row's events: `at[start[row]]` to `at[start[row + 1] - 1]`,
 * ascending.
 */
export interface Series {
  start: Int32Array;
  at: Int32Array;
}

/** Rows grouped by customer: those of customer `c` are `first[c]` to `first[c + 1] - 1`. */
export interface CustomerRows {
  length: number;
  first: Int32Array;
  customer: Int32Array;
  /** Product index, or group number; ascending within a customer. */
  member: Int32Array;
  /** The weeks in which the row was bought. */
  weeks: Series;
}

/** The events `at` of each `row`, read in `order`; equal neighbours are merged and counted. */
export function seriesOf(
  rows: number,
  row: Int32Array,
  at: Int32Array,
  order: Uint32Array,
): { series: Series; merged: Int32Array } {
  const start = new Int32Array(rows + 1);
  const events = new Int32Array(order.length);
  const merged = new Int32Array(order.length);
  let length = 0, current = -1;
  for (const i of order) {
    if (row[i] !== current || events[length - 1] !== at[i]) {
      current = row[i]!;
      start[current + 1]!++;
      events[length++] = at[i]!;
    }
    merged[length - 1]!++;
  }
  for (let i = 0; i < rows; i++) start[i + 1]! += start[i]!;
  return { series: { start, at: events.slice(0, length) }, merged: merged.slice(0, length) };
}

/** The distinct customers and members of purchases that are read in `order`, sorted by both. */
export function customerRows(
  customers: number,
  weekly: WeeklyPurchases,
  memberOf: Int32Array,
  order: Uint32Array,
): CustomerRows {
  const rowOf = new Int32Array(weekly.length);
  const customer: number[] = [], member: number[] = [];
  for (const i of order) {
    const row = customer.length - 1;
    if (row < 0 || customer[row] !== weekly.customer[i] || member[row] !== memberOf[i]) {
      customer.push(weekly.customer[i]!);
      member.push(memberOf[i]!);
    }
    rowOf[i] = customer.length - 1;
  }
  const first = new Int32Array(customers + 1);
  for (const c of customer) first[c + 1]!++;
  for (let c = 0; c < customers; c++) first[c + 1]! += first[c]!;
  return {
    length: customer.length,
    first,
    customer: Int32Array.from(customer),
    member: Int32Array.from(member),
    weeks: seriesOf(customer.length, rowOf, weekly.week, order).series,
  };
}
