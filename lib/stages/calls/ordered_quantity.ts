import type { PurchaseHistory } from "../../features/behavioural/purchase_history.ts";
import { median } from "../checking/median.ts";

/**
 * The units that a seller can write down, to three significant digits: at least one, unless half of
 * the purchases of the product are smaller, as of one that is counted in hectolitres. The mean of a
 * shop that buys less than others is drawn below one although nobody orders less: on the real data
 * for 1 % of the listed pairs, while .02 % of the purchases are below one.
 *
 * @param quantity units to expect, by row of the catalogue.
 */
export function orderedQuantity(
  { pairs, items, products }: PurchaseHistory,
  quantity: Float64Array,
): (row: number) => number {
  const bought = Array.from({ length: products }, (): number[] => []);
  for (let row = 0; row < pairs.length; row++) {
    for (let i = pairs.weeks.start[row]!; i < pairs.weeks.start[row + 1]!; i++) {
      bought[pairs.member[row]!]!.push(items[i]!);
    }
  }
  const least = bought.map((own) => own.length === 0 ? 1 : Math.min(1, median(own)));
  return (row) => Number(Math.max(least[row % products]!, quantity[row]!).toPrecision(3));
}
