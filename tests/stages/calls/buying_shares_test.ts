import assert from "node:assert/strict";
import { purchaseHistory } from "../../../lib/features/behavioural/purchase_history.ts";
import { weekView } from "../../../lib/features/behavioural/week_view.ts";
import { buyingShares } from "../../../lib/stages/calls/buying_shares.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";
import { FIRST_WEEK, type Line, smallSales } from "../../features/small_sales.ts";

const WEEKS = 10, WEEK = FIRST_WEEK + WEEKS;

/** Purchases of a product by the first customers, `ago` weeks ago. */
const bought = (product: number, customers: number, ago: number): Line[] =>
  Array.from({ length: customers }, (_, customer) => ({
    day: mondayOfWeek(WEEK - ago),
    customer,
    product,
    order: 10 * customer + ago,
    items: 1,
  }));
// every customer orders product 0 in both months
const sharesOf = (lines: Line[]) => {
  const sales = smallSales([...bought(0, 9, 1), ...bought(0, 9, 5), ...lines], WEEKS);
  return buyingShares(weekView(purchaseHistory(sales), WEEK));
};

Deno.test("shares of the last four weeks, of all customers and of a type", () => {
  const shares = sharesOf(bought(3, 3, 4));
  assert.equal(shares.all(3).share, 3 / 9);
  assert.equal(shares.sameType(0, 3)!.share, 1 / 3, "one of customers 0, 3 and 6");
  assert.equal(shares.all(0).share, 1);
});

Deno.test("a share has risen if chance hardly explains it", () => {
  const shares = sharesOf([
    ...bought(3, 8, 4),
    ...bought(3, 2, 8),
    ...bought(4, 3, 1),
    ...bought(4, 2, 5),
  ]);
  assert.deepEqual(shares.all(3), { share: 8 / 9, before: 2 / 9 });
  assert.deepEqual(shares.all(4), { share: 3 / 9 }, "3 of 9 after 2 of 9");
  assert.deepEqual(shares.all(0), { share: 1 });
});

Deno.test("customers who did not order in a month do not count in it", () => {
  const sales = smallSales([...bought(0, 4, 1), ...bought(0, 9, 9), ...bought(3, 2, 2)], WEEKS);
  const shares = buyingShares(weekView(purchaseHistory(sales), WEEK));
  assert.deepEqual(shares.all(3), { share: 2 / 4 }, "there was no order in the month before");
});
