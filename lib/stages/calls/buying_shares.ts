import type { WeekView } from "../../features/behavioural/week_view.ts";

/** Weeks that count: a month. */
const WEEKS = 4;

/** Which share of the shops that ordered in the last four weeks bought a product then. */
export interface BuyingShares {
  /** Of all shops. */
  all(product: number): number;
  /** Of the shops of the same type as a customer; `undefined` if its type is not known. */
  sameType(customer: number, product: number): number | undefined;
}

/** Counts the active shops and the buyers of each product, by type. O(pairs). */
export function buyingShares({ history, pair, customer }: WeekView): BuyingShares {
  const { pairs, products, customerType, customerTypes } = history;
  const active = new Float64Array(customerTypes),
    bought = new Float64Array(customerTypes * products);
  customer.since.forEach((since, c) => {
    if (since <= WEEKS) active[customerType[c]!]!++;
  });
  for (let row = 0; row < pairs.length; row++) {
    if (pair.since[row]! > WEEKS) continue;
    bought[customerType[pairs.customer[row]!]! * products + pairs.member[row]!]!++;
  }
  const share = (types: number[], product: number) => {
    let buyers = 0, shops = 0;
    for (const type of types) {
      buyers += bought[type * products + product]!;
      shops += active[type]!;
    }
    return shops === 0 ? 0 : buyers / shops;
  };
  const every = Array.from(active.keys());
  return {
    all: (product) => share(every, product),
    // type 0 is a missing one
    sameType: (c, product) =>
      customerType[c] === 0 ? undefined : share([customerType[c]!], product),
  };
}
