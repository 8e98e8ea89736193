import type { Random } from "../stats/random.ts";

/** What distinguishes one kind of retailer from another. */
export interface Market {
  /** Category and sub-category, the most frequent first. */
  subCategories: readonly (readonly [category: string, subCategory: string])[];
  customerTypes: readonly string[];
  /** Number of products with the same attributes. */
  groupSize: (chance: Random) => number;
  /** Weeks between the orders of a typical customer. */
  period: number;
  /** Expected purchases per order of a favourite, as a multiple of that of a drinks shop. */
  appetite: number;
  /** Share of the products with a special offer in a week, and its factor. */
  promotions: { share: number; factor: number };
  /** Factors of all purchases in weeks of the year: a rush, and a quiet week after it. */
  holiday: ReadonlyMap<number, number>;
}

const DRINKS: Market = {
  subCategories: [
    ["REFRESCOS", "COLAS"],
    ["REFRESCOS", "SABORES"],
    ["AGUAS Y JUGOS", "AGUAS"],
    ["AGUAS Y JUGOS", "JUGOS"],
  ],
  customerTypes: ["ALMACEN", "KIOSCO", "MINIMARKET", "BOTILLERIA", "RESTAURANTE"],
  groupSize: (chance) => 1 + chance.below(3),
  period: 0.8,
  appetite: 1,
  promotions: { share: 0, factor: 1 },
  holiday: new Map(),
};

/**
 * Groceries for households: 27 categories of three sub-categories, hardly a product with the same
 * attributes as another, fewer and smaller orders, special offers, and a rush before Christmas.
 * About 0.8 % of the pairs are bought in a week.
 */
const GROCERY: Market = {
  subCategories: Array.from(
    { length: 81 },
    (_, i) => [`CATEGORIA ${1 + i % 27}`, `SUBCATEGORIA ${1 + i}`] as const,
  ),
  customerTypes: ["SOLO", "PAREJA", "FAMILIA", "FAMILIA GRANDE"],
  groupSize: (chance) => chance.uniform() < 0.8 ? 1 : 2,
  period: 1.6,
  appetite: 0.22,
  promotions: { share: 0.05, factor: 3 },
  holiday: new Map([[50, 1.2], [51, 1.5], [52, 1.4], [1, 0.6]]),
};

/** The markets by name. */
export const MARKETS = { drinks: DRINKS, grocery: GROCERY } satisfies Record<string, Market>;
