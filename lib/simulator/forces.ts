import { type Random, random } from "../stats/random.ts";
import type { Market } from "./market.ts";
import type { SimulatedProducts } from "./products.ts";
import type { SimulatedShop } from "./shops.ts";
import { weekOfYear } from "../table/time/week.ts";

/** A permanent change of purchases from a week on. */
export interface SimulatedDrift {
  /** The first week with the change, counted from 0. */
  week: number;
  /**
   * What changes by the factor 1 − `size`: purchases of every second group (the others change by
   * 1 + `size`), of the most common package, of the most common size, of the most popular group;
   * orders of the eastern half of the shops, or all orders.
   */
  kind: "product_mix" | "package" | "size" | "top_product" | "region" | "activity";
  /** Strength, from 0 to 1. */
  size: number;
}

/** Amplitude of the season: soft drinks sell more in January, waters and juices in July. */
const SEASON = 0.25;

/**
 * The effects on all shops: season, special offers, a holiday, and drift if there is one.
 *
 * @returns factors of all products' rates and of a shop's order probability, in a week counted from
 * 0.
 */
export function forcesOf(
  { seed, products, shops, firstWeek, weeks, drift, market }: {
    seed: number;
    products: SimulatedProducts;
    shops: SimulatedShop[];
    firstWeek: number;
    /** Number of weeks with factors. */
    weeks: number;
    drift: SimulatedDrift | undefined;
    market: Market;
  },
): {
  weights: (week: number) => Float64Array;
  activity: (week: number, shop: number) => number;
} {
  const direction = products.attributes.map(({ category }) => category === "REFRESCOS" ? 1 : -1);
  const isHit = hitProducts(products, drift?.kind);
  const changed = Float64Array.from(products.group, (group, product) => {
    if (drift?.kind === "product_mix") return group % 2 === 0 ? 1 - drift.size : 1 + drift.size;
    return isHit(product) ? 1 - drift!.size : 1;
  });
  const middle = shops.map(({ x }) => x).sort((a, b) => a - b)[shops.length >> 1]!;
  const slowed = (shop: number) =>
    drift?.kind === "activity" || drift?.kind === "region" && shops[shop]!.x >= middle;
  const seasons = Array.from(
    { length: weeks },
    (_, week) => SEASON * Math.cos(2 * Math.PI * (weekOfYear(firstWeek + week) - 3) / 52),
  );
  const drifted = (week: number) => drift !== undefined && week >= drift.week;
  const offers = Array.from(
    { length: weeks },
    (_, week) => offersOf(products.ids.length, market, random(seed, 7, week)),
  );
  const rush = Array.from(
    { length: weeks },
    (_, week) => market.holiday.get(weekOfYear(firstWeek + week)) ?? 1,
  );
  const weights = offers.map((offer, week) =>
    offer.map((factor, product) =>
      (1 + direction[product]! * seasons[week]!) * factor * rush[week]! *
      (drifted(week) ? changed[product]! : 1)
    )
  );
  return {
    weights: (week) => weights[week]!,
    activity: (week, shop) => drifted(week) && slowed(shop) ? 1 - drift!.size : 1,
  };
}

/** The factor of each product by its special offer, 1 without one. */
function offersOf(products: number, { promotions }: Market, chance: Random): Float64Array {
  const { share, factor } = promotions;
  return Float64Array.from({ length: products }, () => chance.uniform() < share ? factor : 1);
}

/** The products whose purchases a drift of this kind changes. */
function hitProducts(
  { attributes, group, groupAppeal }: SimulatedProducts,
  kind: SimulatedDrift["kind"] | undefined,
): (product: number) => boolean {
  const traitOf = (product: number) =>
    kind === "top_product"
      ? group[product]!
      : kind === "package" || kind === "size"
      ? attributes[product]![kind]
      : undefined;
  const appeal = new Map<number | string | undefined, number>();
  attributes.forEach((_, product) => {
    if (group[product]! < 0) return;
    const trait = traitOf(product);
    appeal.set(trait, (appeal.get(trait) ?? 0) + groupAppeal[group[product]!]!);
  });
  const hit = [...appeal].sort((a, b) => b[1] - a[1])[0]?.[0];
  return (product) => hit !== undefined && traitOf(product) === hit;
}
