import { type Random, random } from "../stats/random.ts";
import type { SimulatedProducts } from "./products.ts";
import { drawGroup, type SimulatedShop } from "./shops.ts";

/** One order line; `order` is the number of the order within the shop's week. */
export interface SimulatedLine {
  week: number;
  weekday: number;
  order: number;
  product: number;
  items: number;
}

/** Probability per week that a favourite group is replaced by another. */
const TASTE_CHANGE = 0.006;

/** Purchase rate of a group that is not a favourite, per unit of its appeal. */
const CURIOSITY = 0.003;

/** Share of a group's purchases that goes to the shop's usual member. */
const LOYALTY = 0.9;

/** Probability per week that a member launched in the last four weeks becomes the usual one. */
const ADOPTION = 0.15;

/** Probability that last week's purchase is returned, if it is not bought again. */
const RETURN = 0.14;

/**
 * The order lines of one shop, week by week. The probability of an order grows with the weeks since
 * the last order. Given an order, products are bought independently, with a higher rate for
 * favourite groups, for the usual member, and after the last purchase is used up.
 *
 * @param weight factor of a product's rate in a week: season and drift.
 * @param activity factor of the order probability in a week.
 * @param observe called for every week with each product's purchase probability.
 */
export function simulatePurchases(
  shop: SimulatedShop,
  products: SimulatedProducts,
  { seed, index, weeks, weight, activity, observe }: {
    seed: number;
    index: number;
    weeks: number;
    weight: (week: number, product: number) => number;
    activity: (week: number) => number;
    observe?: (week: number, probability: Float64Array) => void;
  },
): SimulatedLine[] {
  const chance = random(seed, 4, index);
  const count = products.ids.length;
  const favourites = new Set(shop.favourites);
  const usual = new Int32Array(products.groups).fill(-1);
  const runsOut = new Float64Array(products.groups).fill(-Infinity);
  const probability = new Float64Array(count), rate = new Float64Array(count);
  const lines: SimulatedLine[] = [];
  let lastOrder = shop.opens - 1 - chance.below(Math.ceil(shop.period));
  let lastBought: { product: number; items: number }[] = [];

  for (let week = 0; week < weeks; week++) {
    changeHabits(week, { favourites, usual, products, chance });
    const trades = week >= shop.opens && week < shop.closes;
    const orders = trades ? orderChance(week - lastOrder, shop.period) * activity(week) : 0;
    for (let product = 0; product < count; product++) {
      rate[product] = rateOf(product, week) * weight(week, product);
      probability[product] = orders * (1 - Math.exp(-rate[product]!));
    }
    observe?.(week, probability);
    if (!(chance.uniform() < orders)) {
      lastBought = [];
      continue;
    }
    lastOrder = week;
    const second = chance.uniform() < 0.25 && shop.weekday < 5;
    const bought: { product: number; items: number }[] = [];
    const add = (product: number, items: number, order: number) =>
      lines.push({ week, weekday: shop.weekday + order, order, product, items });
    for (let product = 0; product < count; product++) {
      if (rate[product] === 0 || chance.uniform() >= 1 - Math.exp(-rate[product]!)) continue;
      const crate = products.crate[product]!;
      const items = (1 + Math.floor(-2 * crate * Math.log(1 - chance.uniform()))) / crate;
      bought.push({ product, items });
      add(product, items, second && chance.uniform() < 0.4 ? 1 : 0);
      if (second && chance.uniform() < 0.2) add(product, 1 / crate, 0);
      const group = products.group[product]!;
      runsOut[group] = week + shop.lasts[group]! * (0.7 + 0.6 * chance.uniform());
    }
    for (const { product, items } of lastBought) {
      if (chance.uniform() >= RETURN || bought.some((other) => other.product === product)) continue;
      add(product, chance.uniform() < 0.1 ? 0 : -items, 0);
    }
    lastBought = bought;
  }
  return lines;

  function rateOf(product: number, week: number): number {
    const group = products.group[product]!;
    if (group < 0 || week < products.launch[product]! || week >= products.end[product]!) return 0;
    const share = usual[group] === product ? LOYALTY : (1 - LOYALTY) * products.appeal[product]!;
    const liking = favourites.has(group)
      ? shop.taste[group]!
      : CURIOSITY * products.groupAppeal[group]!;
    const stock = week < runsOut[group]! ? 0.6 : 1.1;
    return liking * share * stock;
  }
}

/** Replaces some favourites, and updates the usual members after launches and ends of sale. */
function changeHabits(
  week: number,
  { favourites, usual, products, chance }: {
    favourites: Set<number>;
    usual: Int32Array;
    products: SimulatedProducts;
    chance: Random;
  },
): void {
  for (const group of [...favourites]) {
    if (chance.uniform() >= TASTE_CHANGE) continue;
    favourites.delete(group);
    favourites.add(drawGroup(products.groupAppeal, chance.uniform()));
  }
  const alive = (product: number) =>
    product >= 0 && week >= products.launch[product]! && week < products.end[product]!;
  const bestScore = new Float64Array(products.groups).fill(-Infinity);
  const candidate = new Int32Array(products.groups).fill(-1);
  for (let product = 0; product < products.ids.length; product++) {
    const group = products.group[product]!;
    if (group < 0 || !alive(product)) continue;
    const isNew = products.launch[product]! > 0 && week - products.launch[product]! < 4;
    if (isNew && chance.uniform() < ADOPTION) usual[group] = product;
    if (alive(usual[group]!)) continue;
    const score = Math.log(products.appeal[product]!) + chance.normal();
    if (score > bestScore[group]!) [bestScore[group], candidate[group]] = [score, product];
  }
  for (let group = 0; group < products.groups; group++) {
    if (!alive(usual[group]!)) usual[group] = candidate[group]!;
  }
}

/** Probability of an order after some weeks without one. */
function orderChance(weeksSince: number, period: number): number {
  return 0.05 + 0.92 / (1 + Math.exp(-2.2 * (weeksSince + 0.2 - period)));
}
