import pl from "nodejs-polars";
import { random } from "../stats/random.ts";
import type { Market } from "./market.ts";
import { integers } from "./integers.ts";
import { ascendingIds, type SimulatedProducts } from "./products.ts";

/** One simulated shop. */
export interface SimulatedShop {
  id: number;
  type: string;
  /** Coordinates, in degrees. */
  y: number;
  x: number;
  deliveries: number;
  /** Weeks between orders, on average. */
  period: number;
  /** Usual order day, 0 for Monday. */
  weekday: number;
  /** Weeks in which the shop trades: first, and last exclusive. */
  opens: number;
  closes: number;
}

/** What one shop likes at first. */
export interface ShopTaste {
  /** Expected purchases per order of each group, while it is a favourite. */
  expected: Float64Array;
  /** Weeks until a purchase of each group is used up. */
  lasts: Float64Array;
  favourites: Set<number>;
}

/**
 * Shops with a type, a location, an order frequency and favourite product groups; each draws from
 * its own stream.
 *
 * @returns all shops, and a function that draws a shop's taste again: of 100,000 shops and 800
 * groups, tastes would take 1.3 GB.
 */
export function simulateShops(
  { seed, customers, weeks, products, market }: {
    seed: number;
    customers: number;
    weeks: number;
    products: SimulatedProducts;
    market: Market;
  },
): { shops: SimulatedShop[]; tasteOf: (index: number) => ShopTaste } {
  const { customerTypes: types, appetite } = market;
  const common = random(seed, 2);
  const ids = ascendingIds(customers, common);
  const appealByType = types.map(() =>
    products.groupAppeal.map((appeal) => appeal * Math.exp(0.5 * common.normal()))
  );
  const draw = (id: number, index: number) => {
    const chance = random(seed, 3, index);
    const type = Math.floor(types.length * chance.uniform() ** 1.4);
    const appeal = appealByType[type]!;
    const period = Math.max(0.5, market.period * Math.exp(0.6 * chance.normal()));
    const favourites = new Set<number>();
    const wanted = Math.min(1 + chance.below(2 + Math.ceil(products.groups / 12)), products.groups);
    while (favourites.size < wanted) favourites.add(drawGroup(appeal, chance.uniform()));
    const shop: SimulatedShop = {
      id,
      type: types[type]!,
      y: -33.4 + 0.2 * chance.normal(),
      x: -70.6 + 0.2 * chance.normal(),
      deliveries: 1 + chance.below(5),
      period,
      weekday: chance.below(6),
      opens: chance.uniform() < 0.1 ? chance.below(weeks) : 0,
      closes: chance.uniform() < 0.1 ? chance.below(weeks) : Infinity,
    };
    const taste: ShopTaste = {
      expected: appeal.map(() => appetite * (0.7 + 4 * chance.uniform() ** 1.5)),
      lasts: appeal.map(() => 0.4 + 3 * chance.uniform() ** 3),
      favourites,
    };
    return { shop, taste };
  };
  return {
    shops: ids.map((id, index) => draw(id, index).shop),
    tasteOf: (index) => draw(ids[index]!, index).taste,
  };
}

/** `clientes`: one shop has no `X`; region, zone and visits are constant. */
export function customersFrame(shops: SimulatedShop[], seed: number): pl.DataFrame {
  const withoutX = random(seed, 6).below(shops.length);
  const column = (value: (shop: SimulatedShop) => number) => Float64Array.from(shops, value);
  return pl.DataFrame({
    customer_id: column(({ id }) => id),
    region_id: column(() => 7),
    zone_id: column(() => 701),
    customer_type: shops.map(({ type }) => type),
    Y: column(({ y }) => y),
    X: pl.Series("X", shops.map(({ x }, i) => i === withoutX ? null : x), pl.Float64),
    num_deliver_per_week: column(({ deliveries }) => deliveries),
    num_visit_per_week: column(() => 1),
  }).withColumns(
    ...integers(
      "customer_id",
      "region_id",
      "zone_id",
      "num_deliver_per_week",
      "num_visit_per_week",
    ),
  );
}

/** The group at a share of the cumulative appeal. */
export function drawGroup(appeal: Float64Array, share: number): number {
  let sum = 0;
  for (const value of appeal) sum += value;
  let rest = share * sum;
  for (let group = 0; group < appeal.length; group++) {
    rest -= appeal[group]!;
    if (rest < 0) return group;
  }
  return appeal.length - 1;
}
