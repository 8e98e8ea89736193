import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { LOCALES } from "../../language/language.ts";
import type { Translator } from "../../language/messages.ts";
import type { CallList, CallProduct, Reason } from "../../stages/calls/call_list.ts";
import { overdueText, reasonText, stoppedText } from "../../stages/calls/reason_text.ts";
import type { Id } from "../../table/ids.ts";

/** A product of a shop: its index, probability in thousandths, quantity, and index of its reason. */
export type PackedProduct = [
  product: number,
  probability: number,
  quantity: number,
  reason: number,
];

/** A shop: id, expected purchases and units, codes of its attributes, and its products. */
export type PackedShop = [
  id: string,
  purchases: number,
  items: number,
  codes: number[],
  listed: PackedProduct[],
  offers: PackedProduct[],
  stopped: [product: number, reason: number][],
  /** Index of the sentence; −1 if the shop is not overdue. */
  overdue: number,
];

/** A categorical attribute of shops. */
export interface PackedAttribute {
  label: string;
  values: string[];
  /** Whether it is a column of the table; every one is a filter. */
  shown: boolean;
}

/** What the script of the call list reads: each name and sentence once, shops as arrays. */
export interface CallData {
  locale: string;
  texts: Record<TextName, string>;
  attributes: PackedAttribute[];
  products: [id: string, name: string][];
  reasons: string[];
  shops: PackedShop[];
}

/** An attribute with more values is no help as a filter: the search finds it too. */
const MOST_VALUES = 200;

/** Columns of attributes in the table: more do not fit beside the numbers. */
const COLUMNS = 3;

/** Messages of the script, without `calls.`. */
const TEXTS = [
  "any",
  "search",
  "filters",
  "product",
  "notes",
  "silent",
  "lapsed",
  "open",
  "reset",
  "print",
  "count",
  "none",
  "caption",
  "shop",
  "purchases",
  "items",
  "listed",
  "overdue",
  "stopped",
  "offers",
  "sure",
  "probable",
  "perhaps",
  "toAsk",
  "toTry",
  "probability",
  "quantity",
  "reason",
  "back",
  "next",
  "pages",
  "page",
] as const;

/** The name of a message of the script. */
export type TextName = typeof TEXTS[number];

/** The call list for the script of the page. */
export function callData(list: CallList, translator: Translator): CallData {
  const products = Object.keys(list.products);
  const place = new Map(products.map((id, p) => [id, p]));
  const reasons = new Map<string, number>();
  const reasonOf = (text: string) => {
    if (!reasons.has(text)) reasons.set(text, reasons.size);
    return reasons.get(text)!;
  };
  // formatting takes 50 µs, and most pairs share their reason with others
  const known = new Map<string, number>();
  const reasonIndex = (reason: Reason) => {
    const key = JSON.stringify(reason);
    const index = known.get(key) ?? reasonOf(reasonText(reason, translator, list));
    known.set(key, index);
    return index;
  };
  const productOf = (id: Id) => place.get(String(id))!;
  const pack = ({ product_id, probability, quantity, reason }: CallProduct): PackedProduct => [
    productOf(product_id),
    Math.round(1000 * probability),
    quantity,
    reasonIndex(reason),
  ];
  const attributes = packedAttributes(list, translator);
  const shops = list.shops.map((shop): PackedShop => {
    const values = list.customers[shop.customer_id]!.attributes;
    return [
      String(shop.customer_id),
      Number(shop.purchases.toFixed(1)),
      Number(shop.items.toFixed(1)),
      attributes.map(({ column, codes }) => codes.get(String(values[column])) ?? -1),
      shop.products.map(pack),
      shop.offers.map(pack),
      shop.stopped.map((stopped) => [
        productOf(stopped.product_id),
        reasonOf(stoppedText(stopped, translator)),
      ]),
      shop.overdue ? reasonOf(overdueText(shop.overdue, translator)) : -1,
    ];
  });
  return {
    locale: LOCALES[translator.language],
    texts: Object.fromEntries(
      // the script fills in these values
      TEXTS.map((name) => [
        name,
        translator.t(`calls.${name}`, {
          shown: "{shown}",
          all: "{all}",
          page: "{page}",
          pages: "{pages}",
        }),
      ]),
    ) as Record<TextName, string>,
    attributes: attributes.map(({ label, codes }, a) => ({
      label,
      values: [...codes.keys()],
      shown: a < COLUMNS,
    })),
    products: products.map((id) => [id, list.products[id]!.name]),
    reasons: [...reasons.keys()],
    shops,
  };
}

/** The attributes of shops with a few different values. */
function packedAttributes({ customer_columns, customers, shops }: CallList, { t }: Translator) {
  return customer_columns.map((name, column) => {
    const found = shops.map(({ customer_id }) => customers[customer_id]!.attributes[column]!);
    // a coordinate is no category, however few shops there are
    const isMeasure = found.some((value) => typeof value === "number" && !Number.isInteger(value));
    const values = isMeasure ? [] : new Set(found.filter((value) => value !== null).map(String));
    const key = `calls.attribute.${name}`;
    return {
      column,
      label: isKnown(key) ? t(key) : name.replaceAll("_", " "),
      codes: new Map([...values].map((value, code) => [value, code])),
    };
  }).filter(({ codes }) => codes.size > 1 && codes.size <= MOST_VALUES);
}

/** Attributes of the contract that have a name in each language. */
const NAMED = [
  "calls.attribute.region_id",
  "calls.attribute.zone_id",
  "calls.attribute.customer_type",
  "calls.attribute.num_deliver_per_week",
  "calls.attribute.num_visit_per_week",
] as const;

function isKnown(key: string): key is typeof NAMED[number] {
  return (NAMED as readonly string[]).includes(key);
}

/** The data as text for the page: JSON, compressed to a fifth, in base64. */
export function packed(data: CallData): string {
  return Buffer.from(gzipSync(JSON.stringify(data))).toString("base64");
}
