import type { Series } from "../../features/behavioural/customer_rows.ts";
import type { WeekView } from "../../features/behavioural/week_view.ts";

/** Weeks that count: a month. */
const WEEKS = 4;

/** From so many points on, and twice its standard error, a share has risen. */
const RISE = { least: 0.02, errors: 2 };

/** The share of shops that bought a product; `before` is that of the month before, if it rose. */
export interface BuyingShare {
  share: number;
  before?: number;
}

/** Which share of the shops that ordered in the last four weeks bought a product then. */
export interface BuyingShares {
  /** Of all shops. */
  all(product: number): BuyingShare;
  /** Of the shops of the same type as a customer; `undefined` if its type is not known. */
  sameType(customer: number, product: number): BuyingShare | undefined;
}

/** Counts the active shops and the buyers of each product, by type, in two months. O(purchases). */
export function buyingShares(view: WeekView): BuyingShares {
  const { customerType, customerTypes } = view.history;
  const now = countsOf(view, 1), earlier = countsOf(view, 1 + WEEKS);
  const shareOf = (types: number[], product: number): BuyingShare => {
    const [last, first] = [now(types, product), earlier(types, product)];
    const share = last.buyers / Math.max(1, last.shops);
    const before = first.buyers / Math.max(1, first.shops);
    return hasRisen(first, last) ? { share, before } : { share };
  };
  const every = Array.from({ length: customerTypes }, (_, type) => type);
  return {
    all: (product) => shareOf(every, product),
    // type 0 is a missing one
    sameType: (c, product) =>
      customerType[c] === 0 ? undefined : shareOf([customerType[c]!], product),
  };
}

interface Count {
  buyers: number;
  shops: number;
}

/** The shops that ordered in the month that ends `newest` weeks ago, and those that bought a product. */
function countsOf(
  { history, week }: WeekView,
  newest: number,
): (types: number[], product: number) => Count {
  const { pairs, products, activity, customers, customerType, customerTypes } = history;
  const from = week - newest - WEEKS + 1, to = week - newest;
  const active = new Float64Array(customerTypes),
    bought = new Float64Array(customerTypes * products);
  for (let c = 0; c < customers; c++) {
    if (hasEvent(activity, c, from, to)) active[customerType[c]!]!++;
  }
  for (let row = 0; row < pairs.length; row++) {
    if (!hasEvent(pairs.weeks, row, from, to)) continue;
    bought[customerType[pairs.customer[row]!]! * products + pairs.member[row]!]!++;
  }
  return (types, product) => {
    let buyers = 0, shops = 0;
    for (const type of types) {
      buyers += bought[type * products + product]!;
      shops += active[type]!;
    }
    return { buyers, shops };
  };
}

function hasEvent({ start, at }: Series, row: number, from: number, to: number): boolean {
  for (let i = start[row]!; i < start[row + 1]!; i++) {
    if (at[i]! >= from && at[i]! <= to) return true;
  }
  return false;
}

/** Whether a share rose by more than chance and rounding. */
function hasRisen(first: Count, last: Count): boolean {
  if (first.shops === 0 || last.shops === 0) return false;
  const rise = last.buyers / last.shops - first.buyers / first.shops;
  const pooled = (first.buyers + last.buyers) / (first.shops + last.shops);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.shops + 1 / last.shops));
  return rise >= Math.max(RISE.least, RISE.errors * error);
}
