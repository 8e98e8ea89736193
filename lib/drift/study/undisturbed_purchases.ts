import type { Random } from "../../stats/random.ts";
import {
  type PurchaseRows,
  type StudyPurchases,
  tally,
  type WeeklyTallies,
} from "./study_purchases.ts";

/** Purchases without drift by construction: every alarm is false. */
export interface Undisturbed {
  tallies: WeeklyTallies;
  rows: () => PurchaseRows;
}

/** Each customer's weeks in a random order, including weeks without a purchase. */
export function shuffleWithinCustomers(purchases: StudyPurchases, draw: Random): Undisturbed {
  const { weeks, customers, rows } = purchases;
  const orders = Array.from({ length: customers }, () => shuffled(weeks, draw));
  const week = rows.week.map((own, row) => orders[rows.customer[row]!]![own]!);
  const moved = { ...rows, week };
  return { tallies: tally(purchases, moved), rows: () => moved };
}

/** Order weeks permuted; a product that a customer then has twice in a week counts once. */
export function shuffleOrders(purchases: StudyPurchases, draw: Random): Undisturbed {
  const { weeks, customers, products, orders } = purchases;
  const weekOfOrder = new Int32Array(orders.order.reduce((most, o) => Math.max(most, o), -1) + 1);
  orders.order.forEach((order, row) => weekOfOrder[order] = orders.week[row]!);
  const order = shuffled(weekOfOrder.length, draw);
  const seen = new Uint8Array(Math.ceil(weeks * customers * products / 8)); // a bit each
  const kept: number[] = [], weekOf: number[] = [];
  for (let row = 0; row < orders.order.length; row++) {
    const week = weekOfOrder[order[orders.order[row]!]!]!;
    const place = (week * customers + orders.customer[row]!) * products + orders.product[row]!;
    const bit = 1 << (place % 8), byte = Math.floor(place / 8);
    if (seen[byte]! & bit) continue;
    seen[byte]! |= bit;
    kept.push(row);
    weekOf.push(week);
  }
  const rows = {
    week: Int32Array.from(weekOf),
    customer: Int32Array.from(kept, (row) => orders.customer[row]!),
    product: Int32Array.from(kept, (row) => orders.product[row]!),
  };
  return { tallies: tally(purchases, rows), rows: () => rows };
}

/** Whole weeks in a random order: weeks still differ, but any trend is removed. */
export function shuffleWeeks(purchases: StudyPurchases, draw: Random): Undisturbed {
  const order = shuffled(purchases.weeks, draw);
  const take = (values: Float64Array, width: number) => {
    const taken = new Float64Array(values.length);
    order.forEach((from, to) =>
      taken.set(values.subarray(from * width, (from + 1) * width), to * width)
    );
    return taken;
  };
  const { customers, products } = tally(purchases, purchases.rows);
  const placeOf = new Int32Array(order.length);
  order.forEach((from, to) => placeOf[from] = to);
  return {
    tallies: {
      customers: take(customers, purchases.customers),
      products: take(products, purchases.products),
    },
    rows: () => ({ ...purchases.rows, week: purchases.rows.week.map((week) => placeOf[week]!) }),
  };
}

/** The real weeks, of customers drawn with replacement, each with all their purchases. */
export function resampleCustomers(purchases: StudyPurchases, draw: Random): Undisturbed {
  const { rows } = purchases;
  const active = [...new Set(rows.customer)];
  const times = new Int32Array(purchases.customers);
  for (let i = 0; i < active.length; i++) times[active[draw.below(active.length)]!]!++;
  return {
    tallies: tally(purchases, rows, (row) => times[rows.customer[row]!]!),
    rows: () => {
      const copies = [...rows.customer.keys()].flatMap((row) =>
        new Array<number>(times[rows.customer[row]!]!).fill(row)
      );
      const pick = (values: Int32Array) => Int32Array.from(copies, (row) => values[row]!);
      return { week: pick(rows.week), customer: pick(rows.customer), product: pick(rows.product) };
    },
  };
}

/** 0 … n − 1 in a random order (Fisher & Yates). */
export function shuffled(n: number, { below }: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
