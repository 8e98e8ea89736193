import type { WeekView } from "../../features/behavioural/week_view.ts";
import type { Ids } from "../../table/ids.ts";
import type { Past, PastProduct, ShopCall } from "./call_list.ts";
import { overdueShop, stoppedRows } from "./stopped.ts";
import { usualRows } from "./usual_rows.ts";

/** A product that nobody bought in so many weeks was given up by the supplier, not by the shop. */
const SOLD_WITHIN = 2;

/** Usual products of an overdue shop: as many as there are offers. */
const USUAL = 3;

/**
 * What a shop bought and does not buy now: regular products, or, of a shop that orders nothing any
 * more, its orders and the products that they usually had. Products that nobody buys any more are
 * left out, and those of the list, which says of them what there is to say.
 *
 * @param options.ids of the products.
 * @param options.quantity units of an ordinary purchase, by row of the catalogue.
 * @param options.isListed whether a row of the catalogue is on the list.
 */
export function pastPurchases(
  view: WeekView,
  { ids, quantity, isListed }: {
    ids: Ids;
    quantity: (row: number) => number;
    isListed: (row: number) => boolean;
  },
): (customer: number) => Pick<ShopCall, "stopped" | "overdue" | "usual"> {
  const { pairs, products } = view.history, sinceSold = weeksSinceSold(view);
  const chosen = (customer: number, rows: { row: number; past: Past }[]): PastProduct[] =>
    rows.map(({ row, past }) => ({ product: pairs.member[row]!, past }))
      .filter(({ product }) =>
        sinceSold[product]! <= SOLD_WITHIN && !isListed(customer * products + product)
      )
      .map(({ product, past }) => ({
        product_id: ids[product]!,
        quantity: quantity(customer * products + product),
        ...past,
      }));
  return (customer) => {
    const overdue = overdueShop(view, customer);
    return overdue === undefined ? { stopped: chosen(customer, stoppedRows(view, customer)) } : {
      // every product has stopped
      stopped: [],
      overdue,
      usual: chosen(customer, usualRows(view, customer, overdue)).slice(0, USUAL),
    };
  };
}

/** Weeks since anybody bought each product. */
function weeksSinceSold({ history: { pairs, products }, pair }: WeekView): Float64Array {
  const since = new Float64Array(products).fill(Infinity);
  for (let row = 0; row < pairs.length; row++) {
    const product = pairs.member[row]!;
    since[product] = Math.min(since[product]!, pair.since[row]!);
  }
  return since;
}
