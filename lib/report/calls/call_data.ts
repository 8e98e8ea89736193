import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { LOCALES } from "../../language/language.ts";
import type { Translator } from "../../language/messages.ts";
import type { CallList, CallProduct, PastProduct, Reason } from "../../stages/calls/call_list.ts";
import { overdueText, pastText, reasonText } from "../../stages/calls/reason_text.ts";
import type { Id } from "../../table/ids.ts";
import {
  type CallData,
  type PackedPast,
  type PackedProduct,
  type PackedShop,
  type TextName,
  TEXTS,
} from "./packed_calls.ts";

/** An attribute with more values is no help as a filter; the search finds it too. */
const MOST_VALUES = 200;

/** Columns of attributes in the table: more do not fit beside the numbers. */
const COLUMNS = 3;

/** Places in messages that the scripts fill in. */
const PLACES = [
  "shown",
  "all",
  "order",
  "label",
  "word",
  "weeks",
  "pages",
  "from",
  "to",
  "listedPurchases",
  "purchases",
  "listedItems",
  "items",
];

/** The call list for the scripts of the page. */
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
  const packPast = (past: PastProduct): PackedPast => [
    productOf(past.product_id),
    reasonOf(pastText(past, translator)),
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
      shop.stopped.map(packPast),
      shop.overdue ? [reasonOf(overdueText(shop.overdue, translator)), shop.overdue.since] : null,
      (shop.usual ?? []).map(packPast),
    ];
  });
  const places = Object.fromEntries(PLACES.map((name) => [name, `{${name}}`]));
  const columns = new Set(attributes.filter(({ filter }) => filter).slice(0, COLUMNS));
  return {
    locale: LOCALES[translator.language],
    texts: Object.fromEntries(
      TEXTS.map((name) => [name, translator.t(`calls.${name}`, places)]),
    ) as Record<TextName, string>,
    attributes: attributes.map((attribute) => ({
      label: attribute.label,
      values: [...attribute.codes.keys()],
      filter: attribute.filter,
      shown: columns.has(attribute),
    })),
    products: products.map((id) => [id, list.products[id]!.name]),
    reasons: [...reasons.keys()],
    shops,
  };
}

/** The attributes of shops that are no measures. */
function packedAttributes({ customer_columns, customers, shops }: CallList, { t }: Translator) {
  return customer_columns.map((name, column) => {
    const found = shops.map(({ customer_id }) => customers[customer_id]!.attributes[column]!);
    // a coordinate is no category, however few shops there are
    const isMeasure = found.some((value) => typeof value === "number" && !Number.isInteger(value));
    const values = new Set(
      isMeasure ? [] : found.filter((value) => value !== null).map(String),
    );
    const key = `calls.attribute.${name}`;
    return {
      column,
      label: isKnown(key) ? t(key) : name.replaceAll("_", " "),
      codes: new Map([...values].map((value, code) => [value, code])),
      filter: values.size > 1 && values.size <= MOST_VALUES,
    };
  }).filter(({ codes }) => codes.size > 0);
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
