import { MAIN_VARIABLES } from "../measure/category_shares.ts";
import type { Random } from "../../stats/random.ts";
import type { Attribute, StudyPurchases, WeeklyTallies } from "./study_purchases.ts";

/** A shift that is put into one real week; its size is a share from 0 to 1. */
export interface InjectedShift {
  name: string;
  /** What happens to the share of the purchases. */
  meaning: string;
  sizes: number[];
  /** Attribute without which it cannot be put into a week. */
  needs?: string;
  /** Changes the purchases of a week in place. */
  inject: (week: ShiftedWeek, size: number, draw: Random) => void;
}

/** The purchases of one week; customer −1 marks a removed purchase. */
export interface ShiftedWeek {
  purchases: StudyPurchases;
  week: number;
  /** Purchases of all weeks, before the shift. */
  before: WeeklyTallies;
  customer: Int32Array;
  product: Int32Array;
}

const SIZES = [0.05, 0.1, 0.2, 0.4];

/** Each of them has 9 to 14 % of the purchases. */
const TOP_PRODUCTS = 3;

/** A category as large as a main one of the drift rule. */
const MAIN_SHARE = 0.03;

const WORDS: Record<string, string> = {
  customer_type: "customer type",
  sub_category: "sub-category",
};

/**
 * The shifts of the study. For each main variable, purchases of the largest category or of any main
 * category move to other categories or are lost. The others: a region, activity, a lost product.
 */
export const INJECTED_SHIFTS: InjectedShift[] = [
  ...[...MAIN_VARIABLES, "sub_category"].map((name) =>
    ofCategory(name, {
      which: "largest",
      fate: "moved",
      sizes: name === "sub_category" ? SIZES.slice(0, 3) : SIZES,
    })
  ),
  ...MAIN_VARIABLES.map((name) => ofCategory(name, { which: "any", fate: "moved", sizes: SIZES })),
  ...MAIN_VARIABLES.map((name) => ofCategory(name, { which: "any", fate: "lost", sizes: SIZES })),
  ...[TOP_PRODUCTS, 10].map((top) => lossOfProduct(top)),
  {
    name: "a region",
    meaning: "customers of the eastern half who stop",
    sizes: SIZES,
    needs: "X",
    inject: (shifted, size, draw) => {
      const { codes } = attributeOf(shifted.purchases, "X");
      const buyers = [...new Set(shifted.customer)];
      const middle = buyers.map((own) => codes[own]!).sort((a, b) => a - b)[buyers.length >> 1]!;
      stop(shifted, (own) => codes[own]! >= middle, size, draw);
    },
  },
  {
    name: "activity",
    meaning: "customers who stop",
    sizes: SIZES,
    inject: (shifted, size, draw) => stop(shifted, () => true, size, draw),
  },
];

/** The tallies with a shift in one week. */
export function withShift(
  purchases: StudyPurchases,
  before: WeeklyTallies,
  { week, shift, size }: { week: number; shift: InjectedShift; size: number },
  draw: Random,
): WeeklyTallies {
  const [from, to] = [purchases.starts[week]!, purchases.starts[week + 1]!];
  const customer = purchases.rows.customer.slice(from, to);
  const product = purchases.rows.product.slice(from, to);
  shift.inject({ purchases, week, before, customer, product }, size, draw);
  const customers = before.customers.slice(), products = before.products.slice();
  customers.fill(0, week * purchases.customers, (week + 1) * purchases.customers);
  products.fill(0, week * purchases.products, (week + 1) * purchases.products);
  for (let row = 0; row < customer.length; row++) {
    if (customer[row]! < 0) continue;
    customers[week * purchases.customers + customer[row]!]!++;
    products[week * purchases.products + product[row]!]!++;
  }
  return { customers, products };
}

function ofCategory(
  name: string,
  { which, fate, sizes }: { which: "largest" | "any"; fate: "moved" | "lost"; sizes: number[] },
): InjectedShift {
  const category = which === "largest" ? "its largest category" : "any main category";
  return {
    name: WORDS[name] ?? name,
    meaning: `purchases of ${category} ${fate === "moved" ? "moved to the others" : "lost"}`,
    sizes,
    needs: name,
    inject: ({ purchases, week, before, customer, product }, size, draw) => {
      const attribute = attributeOf(purchases, name);
      const bySize = mainCategories(purchases, before, attribute, week);
      if (bySize.length === 0) return;
      const hit = bySize[which === "largest" ? 0 : draw.below(bySize.length)]!;
      const side = attribute.of === "customer" ? customer : product;
      const others = side.filter((own) => attribute.codes[own] !== hit);
      side.forEach((own, row) => {
        if (attribute.codes[own] !== hit || draw.uniform() >= size) return;
        if (fate === "moved" && others.length > 0) side[row] = others[draw.below(others.length)]!;
        else customer[row] = -1;
      });
    },
  };
}

/**
 * One of the most bought products of the four weeks before, so that replaced products are left out.
 */
function lossOfProduct(top: number): InjectedShift {
  return {
    name: `a top-${top} product`,
    meaning: `purchases of one of the ${top} most bought products lost`,
    sizes: [...SIZES.slice(1), 1],
    inject: ({ purchases, week, before, customer, product }, size, draw) => {
      const bought = new Float64Array(purchases.products);
      for (let at = (week - 4) * purchases.products; at < week * purchases.products; at++) {
        bought[at % purchases.products]! += before.products[at]!;
      }
      const ranked = [...bought.keys()].sort((a, b) => bought[b]! - bought[a]!);
      const lost = ranked[draw.below(Math.min(top, ranked.length))]!;
      product.forEach((own, row) => {
        if (own === lost && draw.uniform() < size) customer[row] = -1;
      });
    },
  };
}

/** Removes each selected buyer from the week with a probability. */
function stop(
  { customer }: ShiftedWeek,
  of: (customer: number) => boolean,
  chance: number,
  draw: Random,
): void {
  const stopped = new Set(
    [...new Set(customer)].filter((own) => of(own) && draw.uniform() < chance),
  );
  customer.forEach((own, row) => {
    if (stopped.has(own)) customer[row] = -1;
  });
}

/** Codes of the categories with at least 3 % of the purchases before a week, largest first. */
function mainCategories(
  purchases: StudyPurchases,
  before: WeeklyTallies,
  { of, codes, categories }: Attribute,
  week: number,
): number[] {
  const [bought, width] = of === "customer"
    ? [before.customers, purchases.customers]
    : [before.products, purchases.products];
  const counts = new Float64Array(categories.length);
  for (let at = 0; at < week * width; at++) {
    const code = codes[at % width]!;
    if (code >= 0) counts[code]! += bought[at]!;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  return [...counts.keys()].filter((code) => counts[code]! >= MAIN_SHARE * all)
    .sort((a, b) => counts[b]! - counts[a]!);
}

function attributeOf({ attributes }: StudyPurchases, name: string): Attribute {
  return attributes.find((attribute) => attribute.name === name)!;
}
