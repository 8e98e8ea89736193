import type { WeekView } from "../../features/behavioural/week_view.ts";
import type { Entities } from "../../table/sales_data.ts";
import { buyingShares } from "./buying_shares.ts";
import { habitOf } from "./habit.ts";
import type { PairFacts } from "./pair_reason.ts";

/** Products with the same values of these are one product in several sizes and packages. */
const KIND = ["brand", "category", "sub_category", "segment"];

/**
 * What is known of any pair, by customer and product index. Looking at a pair takes time in
 * proportion to the products that the shop ever bought.
 */
export function pairFacts(
  view: WeekView,
  products: Entities,
): (customer: number, product: number) => PairFacts {
  const { history: { pairs, groupOfProduct }, pair, week } = view;
  const kind = kindsOf(products), shares = buyingShares(view);
  return (customer, product) => {
    const isSame = (row: number) => groupOfProduct[pairs.member[row]!] === groupOfProduct[product];
    /** Whether a variant is a better reason than another: with the same attributes, or later. */
    const isNearer = (row: number, other: number) =>
      isSame(row) === isSame(other) ? pair.since[row]! < pair.since[other]! : isSame(row);
    let habit: PairFacts["habit"], last: number | undefined;
    for (let row = pairs.first[customer]!; row < pairs.first[customer + 1]!; row++) {
      const member = pairs.member[row]!;
      if (pair.ever[row] === 0) continue;
      if (member === product) habit = habitOf(pairs.weeks, row, week);
      else if (kind[member] === kind[product] && (last === undefined || isNearer(row, last))) {
        last = row;
      }
    }
    const member = last === undefined ? undefined : pairs.member[last]!;
    return {
      habit,
      variant: member === undefined ? undefined : {
        kind: "variant",
        product: products.ids[member]!,
        since: pair.since[last!]!,
        same: groupOfProduct[member] === groupOfProduct[product],
      },
      shares: { all: shares.all(product), sameType: shares.sameType(customer, product) },
    };
  };
}

/** The kind of each product; without any of the attributes each is its own. */
function kindsOf({ ids, columns }: Entities): (string | number)[] {
  const told = columns.filter(({ name }) => KIND.includes(name));
  return Array.from(
    { length: ids.length },
    (_, product) =>
      told.length === 0
        ? product
        : told.map((column) =>
          column.kind === "categorical" ? column.codes[product] : column.values[product]
        ).join("|"),
  );
}
