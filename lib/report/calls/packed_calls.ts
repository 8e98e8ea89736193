/** A product of a shop: its index, probability in thousandths, quantity, and index of its reason. */
export type PackedProduct = [
  product: number,
  probability: number,
  quantity: number,
  reason: number,
];

/** A product that a shop does not buy now: its index, and the index of what it bought. */
export type PackedPast = [product: number, reason: number];

/** A shop: id, expected purchases and units, codes of its attributes, and its products. */
export type PackedShop = [
  id: string,
  purchases: number,
  items: number,
  codes: number[],
  listed: PackedProduct[],
  offers: PackedProduct[],
  stopped: PackedPast[],
  /** Index of the sentence, and weeks without an order; null if the shop is not overdue. */
  overdue: [reason: number, weeks: number] | null,
  /** What an overdue shop usually bought. */
  usual: PackedPast[],
];

/** An attribute of shops that the search finds. */
export interface PackedAttribute {
  label: string;
  values: string[];
  /** Whether its values are a choice of the filters. */
  filter: boolean;
  /** Whether it is a column of the table. */
  shown: boolean;
}

/** Messages of the scripts, without `calls.`. */
export const TEXTS = [
  "any",
  "search",
  "filters",
  "product",
  "notes",
  "silent",
  "lapsed",
  "open",
  "clear",
  "print",
  "sort",
  "order",
  "most",
  "fewest",
  "up",
  "down",
  "late",
  "count",
  "sorted",
  "none",
  "unknown",
  "scope",
  "caption",
  "shop",
  "purchases",
  "items",
  "listed",
  "overdue",
  "silentFor",
  "stopped",
  "offers",
  "share",
  "sure",
  "probable",
  "perhaps",
  "toAsk",
  "usual",
  "toTry",
  "probability",
  "quantity",
  "reason",
  "back",
  "next",
  "pages",
  "page",
] as const;

/** The name of a message of the scripts. */
export type TextName = typeof TEXTS[number];

/** What the scripts of the call list read: each name and sentence once, shops as arrays. */
export interface CallData {
  locale: string;
  texts: Record<TextName, string>;
  attributes: PackedAttribute[];
  products: [id: string, name: string][];
  reasons: string[];
  shops: PackedShop[];
}

/** What can be noted of a shop. */
export type NoteKind = "overdue" | "stopped" | "offers";

/** A shop as the scripts use it. */
export interface Shop {
  id: string;
  purchases: number;
  items: number;
  /** By attribute; empty if missing. */
  values: string[];
  listed: PackedProduct[];
  offers: PackedProduct[];
  stopped: PackedPast[];
  overdue: [reason: number, weeks: number] | null;
  usual: PackedPast[];
  /** The products listed, to offer, stopped or usual. */
  named: Set<number>;
  kinds: NoteKind[];
}

/** What the reader chose; `text` and `values` are empty for all. */
export interface View {
  text: string;
  /** Wanted values by attribute. */
  values: Record<number, string>;
  product: number | undefined;
  /** What must be noted of a shop, all of it. */
  notes: NoteKind[];
  order: { id: string; desc: boolean };
  page: number;
}
