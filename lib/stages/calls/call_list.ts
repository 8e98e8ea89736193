import type { Id } from "../../table/ids.ts";

/**
 * Why a product is on a shop's list, by the numbers of the pair. Weeks are counted back from the
 * predicted week: 1 is the week before it.
 */
export type Reason =
  /** Bought in `weeks` of the last `of` weeks, the last time `since` weeks ago. */
  | { kind: "steady"; weeks: number; of: number; since: number }
  /** Usually bought every `every` weeks, the last time `since` weeks ago, so that it is due. */
  | { kind: "due"; every: number; since: number }
  /** Bought in `weeks` of the last `of` weeks, the last time `since` weeks ago. */
  | { kind: "recent"; weeks: number; of: number; since: number }
  /** Bought before, the last time `since` weeks ago. */
  | { kind: "back"; since: number }
  /**
   * The shop bought `product`, which is of the same kind, or has all attributes the `same`, `since`
   * weeks ago.
   */
  | { kind: "variant"; product: Id; since: number; same: boolean }
  /**
   * Bought in the last 4 weeks by this share of the active shops of the same type; in the 4 weeks
   * before by the share `before`, which is there if the share rose.
   */
  | { kind: "alike"; share: number; before?: number }
  /** The same of all active shops. */
  | { kind: "popular"; share: number; before?: number };

/** A product for a shop. */
export interface CallProduct {
  product_id: Id;
  /** Probability that it is bought. */
  probability: number;
  /** Units to expect if it is bought; at least one where one usually buys whole units. */
  quantity: number;
  /** Usual weeks between two purchases; missing with fewer than three. */
  every?: number;
  /** Weeks since the last one; missing if there was none. */
  since?: number;
  reason: Reason;
}

/** Purchases that have stopped, in weeks. */
export interface Past {
  /** Usual weeks between two; missing with fewer than three. */
  every?: number;
  /** Weeks since the last one. */
  since: number;
  /** Bought in `weeks` of the `of` weeks before it stopped. */
  weeks: number;
  of: number;
}

/** A product that the shop bought and does not buy now. */
export interface PastProduct extends Past {
  product_id: Id;
  /** Units of an ordinary purchase. */
  quantity: number;
}

/** What to do in one shop. */
export interface ShopCall {
  customer_id: Id;
  /** Expected purchases: the sum of the probabilities of all its pairs. */
  purchases: number;
  /** Expected units of all its pairs. */
  items: number;
  /** The pairs of `predicciones.csv`, the most probable first. */
  products: CallProduct[];
  /** Products that it never bought and that are not on the list, the most probable first. */
  offers: CallProduct[];
  /** Regular products that it stopped and that are not on the list, the longest overdue first. */
  stopped: PastProduct[];
  /** Set if the shop has not ordered anything for long: its orders. */
  overdue?: Past;
  /** The products that an overdue shop bought most often before, without those on the list. */
  usual?: PastProduct[];
}

/** A shop or a product, for people. */
export interface Described {
  /** What to call it: its most telling attributes; its id if it has none. */
  name: string;
  /** Values in the order of `customer_columns` or `product_columns`; null if missing. */
  attributes: (string | number | null)[];
}

/** `call_list.json`: what to do in each shop in the predicted week. */
export interface CallList {
  /** ISO name of the predicted week. */
  week: string;
  /** Names of the attributes of shops. */
  customer_columns: string[];
  /** Names of the attributes of products. */
  product_columns: string[];
  /** Shops by id: those that `shops` names. */
  customers: Record<string, Described>;
  /** Products by id: those that `shops` names. */
  products: Record<string, Described>;
  /** Shops with anything to do, the most expected purchases first. */
  shops: ShopCall[];
}
