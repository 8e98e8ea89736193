import assert from "node:assert/strict";
import { purchaseHistory } from "../../../lib/features/behavioural/purchase_history.ts";
import { orderedQuantity } from "../../../lib/stages/calls/ordered_quantity.ts";
import { FIRST_WEEK, type Line, smallSales } from "../../features/small_sales.ts";
import { mondayOfWeek } from "../../../lib/table/time/week.ts";

/** Purchases of a product in one week, by as many customers as quantities. */
const bought = (product: number, ...quantities: number[]): Line[] =>
  quantities.map((items, customer) => ({
    day: mondayOfWeek(FIRST_WEEK),
    customer,
    product,
    order: customer,
    items,
  }));

Deno.test("one unit is the least, unless half of the purchases are smaller", () => {
  const sales = smallSales([...bought(0, 1, 1, 0.3, 5), ...bought(1, 0.2, 0.4, 0.6, 2)]);
  const quantity = new Float64Array(9 * 8).fill(0.25);
  const ordered = orderedQuantity(purchaseHistory(sales), quantity);
  assert.equal(ordered(0), 1);
  assert.equal(ordered(8 + 1), 0.5, "of the second customer too");
  assert.equal(ordered(2), 1, "never bought");
  quantity[0] = 3.6666667;
  assert.equal(ordered(0), 3.67);
});
