import pl from "nodejs-polars";
import { type Random, random } from "../stats/random.ts";
import type { Market } from "./market.ts";
import { integers } from "./integers.ts";

/** A simulated catalogue; all arrays are by product, products by ascending id. */
export interface SimulatedProducts {
  ids: number[];
  attributes: ProductAttributes[];
  /** Attribute group: its products are variants or successors of each other; −1: never sold. */
  group: Int32Array;
  groups: number;
  /** Weeks, counted from 0, in which the product can be bought: first, and last exclusive. */
  launch: Int32Array;
  end: Int32Array;
  /** The products that can be bought in each week, up to the week after the data. */
  onSale: Uint32Array[];
  /** Appeal among the members of its group. */
  appeal: Float64Array;
  /** Relative weight with which a group becomes a favourite. */
  groupAppeal: Float64Array;
  /** Units per crate: quantities are multiples of its reciprocal. */
  crate: Int32Array;
}

export interface ProductAttributes {
  brand: string;
  category: string;
  sub_category: string;
  segment: string;
  package: string;
  size: number;
}

const SEGMENTS = ["PREMIUM", "ESTANDAR", "ECONOMICO"];
const PACKAGES = ["BOTELLA", "LATA", "CAJA", "BIDON"];
const SIZES = [0.25, 0.35, 0.5, 1, 1.5, 2, 3];

/** Percentage of the products. */
const NEVER_SOLD = 20;

const FOREVER = 2 ** 30;

/**
 * A catalogue: groups of products with the same attributes, some sold at the same time and others
 * replacing each other; every fifth product is never sold.
 */
export function simulateProducts(
  { seed, products, weeks, market }: {
    seed: number;
    products: number;
    weeks: number;
    market: Market;
  },
): SimulatedProducts {
  const chance = random(seed, 1);
  const pick = <T>(from: readonly T[], skew = 1) =>
    from[Math.floor(from.length * chance.uniform() ** skew)]!;
  const brands = Array.from({ length: 12 + products / 20 }, (_, i) => `MARCA ${i + 1}`);
  const vectors = new Set<string>();
  const newVector = (): ProductAttributes => {
    for (;;) {
      const [category, sub_category] = pick(market.subCategories, 1.3);
      const vector = {
        brand: pick(brands, 1.5),
        category,
        sub_category,
        segment: pick(SEGMENTS),
        package: pick(PACKAGES, 1.5),
        size: pick(SIZES),
      };
      const name = JSON.stringify(vector);
      if (!vectors.has(name)) return vectors.add(name), vector;
    }
  };

  const sold = products - Math.floor(products * NEVER_SOLD / 100);
  const launch = new Int32Array(products), end = new Int32Array(products).fill(FOREVER);
  const group = new Int32Array(products).fill(-1);
  const attributes: ProductAttributes[] = [];
  const groupAppeal: number[] = [];
  while (attributes.length < products) {
    const first = attributes.length;
    const vector = newVector();
    if (first >= sold) {
      attributes.push(vector);
      continue;
    }
    const members = Math.min(market.groupSize(chance), sold - first);
    for (let i = first; i < first + members; i++) {
      attributes.push(vector);
      group[i] = groupAppeal.length;
      if (i > first && chance.uniform() < 0.5) {
        launch[i] = 4 + chance.below(Math.max(1, weeks - 4));
        end[i - 1] = Math.max(launch[i - 1]! + 4, launch[i]! + 2 + chance.below(4));
      }
    }
    groupAppeal.push(Math.exp(1.7 * chance.normal()));
  }
  return {
    ids: ascendingIds(products, chance),
    attributes,
    group,
    groups: groupAppeal.length,
    launch,
    end,
    onSale: Array.from(
      { length: weeks + 1 },
      (_, week) =>
        Uint32Array.from(group.keys()).filter((product) =>
          group[product]! >= 0 && week >= launch[product]! && week < end[product]!
        ),
    ),
    appeal: Float64Array.from(group, () => Math.exp(0.7 * chance.normal())),
    groupAppeal: Float64Array.from(groupAppeal),
    crate: Int32Array.from(group, () => [1, 2, 3, 4][chance.below(4)]!),
  };
}

/** `productos`, including those that are never sold. */
export function productsFrame({ ids, attributes }: SimulatedProducts): pl.DataFrame {
  const text = (name: "brand" | "category" | "sub_category" | "segment" | "package") =>
    attributes.map((product) => product[name]);
  return pl.DataFrame({
    product_id: Float64Array.from(ids),
    brand: text("brand"),
    category: text("category"),
    sub_category: text("sub_category"),
    segment: text("segment"),
    package: text("package"),
    size: Float64Array.from(attributes, ({ size }) => size),
  }).withColumns(...integers("product_id"));
}

/** Ids with gaps, as in real data. */
export function ascendingIds(count: number, chance: Random): number[] {
  let id = 1000;
  return Array.from({ length: count }, () => id += 1 + chance.below(40));
}
