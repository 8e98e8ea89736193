import type { CallList } from "../../stages/calls/call_list.ts";

/** How many shops are on the list, with products and without. */
export function shopCounts({ shops }: CallList): { all: number; listed: number; others: number } {
  const listed = shops.filter(({ products }) => products.length > 0).length;
  return { all: shops.length, listed, others: shops.length - listed };
}
