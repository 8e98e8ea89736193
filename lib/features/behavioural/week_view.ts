import { sharedFloats } from "../../table/column_table.ts";
import { mondayOfWeek } from "../../table/time/week.ts";
import type { CustomerRows } from "./customer_rows.ts";
import type { PurchaseHistory } from "./purchase_history.ts";
import type { Pairs } from "../pairs/cross.ts";
import { type Rhythm, rhythm } from "./rhythm.ts";

/** Data known on the Monday of a week: every group of features reads this, and nothing later. */
export interface WeekView {
  history: PurchaseHistory;
  week: number;
  /** The Monday, in days since 1970-01-01. */
  monday: number;
  pair: Rhythm;
  customer: Rhythm;
  customerGroup: Rhythm;
}

/**
 * The requested pairs, and the row of each in the history; −1 if it has none before the week.
 */
export interface Rows {
  length: number;
  customer: Int32Array;
  product: Int32Array;
  pair: Int32Array;
  customerGroup: Int32Array;
}

/**
 * The features of rows, from sums over the history that were computed before: for all blocks of a
 * week once.
 */
export type FeaturesOf<Name extends string> = (rows: Rows) => Record<Name, Float32Array>;

/** The purchase history before the Monday of a week. O(purchases before it). */
export function weekView(history: PurchaseHistory, week: number): WeekView {
  const { firstWeek } = history;
  return {
    history,
    week,
    monday: mondayOfWeek(week),
    pair: rhythm(history.pairs.weeks, week, firstWeek),
    customer: rhythm(history.activity, week, firstWeek),
    customerGroup: rhythm(history.customerGroups.weeks, week, firstWeek),
  };
}

/** Number of weeks with lags `from` to `to` (1 = last week) within the data; at least 1. */
export function windowWeeks({ history, week }: WeekView, from: number, to: number): number {
  return Math.max(1, Math.min(to, week - history.firstWeek) - from + 1);
}

/** Finds the history rows of the requested pairs. Fastest if pairs are sorted by customer. */
export function findRows(view: WeekView, { customer, product }: Pairs): Rows {
  const { history } = view;
  const group = product.map((p) => history.groupOfProduct[p]!);
  return {
    length: customer.length,
    customer,
    product,
    pair: rowsOf(history.pairs, view.pair, customer, product, history.products),
    customerGroup: rowsOf(
      history.customerGroups,
      view.customerGroup,
      customer,
      group,
      history.groups,
    ),
  };
}

/** `values` at each row's index; `absent` if the index is −1. */
export function gather(
  values: ArrayLike<number>,
  index: Int32Array,
  absent: number,
): Float32Array {
  const gathered = sharedFloats(index.length);
  for (let row = 0; row < index.length; row++) {
    const at = index[row]!;
    gathered[row] = at < 0 ? absent : values[at]!;
  }
  return gathered;
}

/** {@linkcode gather} for several features. */
export function gatherAll<Name extends string>(
  values: Record<Name, ArrayLike<number>>,
  index: Int32Array,
  absent: number,
): Record<Name, Float32Array> {
  const columns = Object.entries<ArrayLike<number>>(values)
    .map(([name, values]) => [name, gather(values, index, absent)]);
  return Object.fromEntries(columns);
}

function rowsOf(
  rows: CustomerRows,
  known: Rhythm,
  customer: Int32Array,
  member: Int32Array,
  members: number,
): Int32Array {
  const slot = new Int32Array(members).fill(-1);
  const found = new Int32Array(customer.length);
  let current = -1;
  for (let i = 0; i < customer.length; i++) {
    if (customer[i] !== current) {
      if (current >= 0) {
        for (let r = rows.first[current]!; r < rows.first[current + 1]!; r++) {
          slot[rows.member[r]!] = -1;
        }
      }
      current = customer[i]!;
      for (let r = rows.first[current]!; r < rows.first[current + 1]!; r++) {
        if (known.ever[r]! > 0) slot[rows.member[r]!] = r;
      }
    }
    found[i] = slot[member[i]!]!;
  }
  return found;
}
