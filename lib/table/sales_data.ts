import type { Column } from "./column_table.ts";
import type { Ids } from "./ids.ts";

/** Customers or products with their attributes; the row is the index used everywhere else. */
export interface Entities {
  /** Unique; numbers ascend by value, texts by code unit. */
  ids: Ids;
  /** Attributes, one value per entity. */
  columns: Column[];
}

/**
 * Order lines by customer and product index, sorted by day, customer, product, order. `items` is in
 * sales units; a return is negative. Exact duplicates are removed.
 */
export interface OrderLines {
  /** Number of rows. */
  length: number;
  /** Days since 1970-01-01. */
  day: Int32Array;
  /** Customer index. */
  customer: Int32Array;
  /** Product index. */
  product: Int32Array;
  /** Order id; of a text its rank. */
  order: Float64Array;
  /** Quantity in sales units. */
  items: Float64Array;
}

/** All data before the predicted week, checked and repaired. */
export interface SalesData {
  /** Of `clientes`. */
  customers: Entities;
  /** Of `productos`. */
  products: Entities;
  /** Of `transacciones`. */
  lines: OrderLines;
  /** Week index of the first order line. */
  firstWeek: number;
  /** Week index of the first incomplete week: the one to predict. All lines are earlier. */
  predictedWeek: number;
}

/**
 * One row per week, customer and product with an order line, sorted in that order.
 * `items` is the week's net quantity: above 0 it is a purchase (`comprado` = 1).
 */
export interface WeeklyPurchases {
  /** Number of rows. */
  length: number;
  /** Week index. */
  week: Int32Array;
  /** Customer index. */
  customer: Int32Array;
  /** Product index. */
  product: Int32Array;
  /** Quantity in sales units. */
  items: Float64Array;
}
