import type { Column } from "./column_table.ts";

/** Customers or products with their attributes; `ids` are ascending, row = index everywhere else. */
export interface Entities {
  ids: Float64Array;
  columns: Column[];
}

/**
 * Order lines by customer and product index, sorted by day, customer, product, order.
 * `items` is in sales units; a return is negative. Exact duplicates are gone.
 */
export interface OrderLines {
  length: number;
  day: Int32Array;
  customer: Int32Array;
  product: Int32Array;
  order: Float64Array;
  items: Float64Array;
}

/** Everything the pipeline knows, checked and mended, before the predicted week. */
export interface SalesData {
  customers: Entities;
  products: Entities;
  lines: OrderLines;
  /** Week index of the first order line. */
  firstWeek: number;
  /** Week index of the first week that is not complete: the one to predict. No line is as late. */
  predictedWeek: number;
}

/**
 * One row per week, customer and product with an order line, sorted in that order.
 * `items` is the week's net quantity: above 0 it is a purchase (`comprado` = 1).
 */
export interface WeeklyPurchases {
  length: number;
  week: Int32Array;
  customer: Int32Array;
  product: Int32Array;
  items: Float64Array;
}
