import { LOCALES } from "../../language/language.ts";
import type { Language } from "../../language/language.ts";
import type { Translator } from "../../language/messages.ts";
import type { Id } from "../../table/ids.ts";
import { namedFor } from "./product_name.ts";
import type { CallList, CallProduct, PastProduct, ShopCall } from "./call_list.ts";
import { orderedUnits, overdueText, pastText, reasonText } from "./reason_text.ts";

/** A cell: text, a number, or nothing. */
type Cell = string | number | null;

/** What a line says of a product; an overdue shop's own line says nothing of one. */
interface Line {
  kind: "list" | "offer" | "stopped" | "usual" | "overdue";
  product_id?: Id;
  probability?: number;
  quantity?: number;
  reason: string;
  since?: number;
  every?: number;
}

/**
 * `visitas.csv`: the call list as a table for spreadsheets, shop by shop: why a shop is overdue and
 * what it usually bought, the listed products with probability, typical quantity and reason, products
 * that it stopped, and new ones to offer. At the end, for filters, the weeks since the last purchase
 * (or order), the usual weeks between two, and the attributes of the product.
 *
 * A byte order mark tells Excel that it is UTF-8; a Spanish Excel expects semicolons and decimal
 * commas. A text that a spreadsheet would run as a formula starts with an apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 *
 * @param locale whose separators are used.
 * @returns the head, then the lines of each shop.
 */
export function* visitsCsv(
  calls: CallList,
  translator: Translator,
  locale: Language,
): Generator<string> {
  const { t } = translator, list = namedFor(calls, translator.language);
  const { customers, products, customer_columns, product_columns } = list;
  const format = csvFormat(locale);
  const head = [
    t("visits.week"),
    t("visits.shop"),
    ...customer_columns,
    t("visits.line"),
    t("visits.product"),
    t("visits.name"),
    t("visits.probability"),
    t("visits.quantity"),
    t("visits.reason"),
    t("visits.since"),
    t("visits.every"),
    ...product_columns,
  ];
  yield "\uFEFF" + format(head);
  for (const shop of list.shops) {
    yield linesOf(shop, list, translator).map((line) => {
      const product = line.product_id === undefined ? undefined : products[line.product_id]!;
      return format([
        list.week,
        shop.customer_id,
        ...customers[shop.customer_id]!.attributes,
        t(`visits.line.${line.kind}`),
        line.product_id ?? null,
        product?.name ?? null,
        line.probability ?? null,
        line.quantity === undefined ? null : orderedUnits(line.quantity),
        line.reason,
        line.since ?? null,
        line.every ?? null,
        ...product?.attributes ?? product_columns.map(() => null),
      ]);
    }).join("");
  }
}

/** The lines of a shop, in the order in which a seller talks. */
function linesOf(
  { overdue, usual = [], products, stopped, offers }: ShopCall,
  list: CallList,
  translator: Translator,
): Line[] {
  const pairs = (kind: "list" | "offer", chosen: CallProduct[]): Line[] =>
    chosen.map((product) => ({
      kind,
      ...product,
      reason: reasonText(product.reason, translator, list),
    }));
  const past = (kind: "stopped" | "usual", chosen: PastProduct[]): Line[] =>
    chosen.map((product) => ({ kind, ...product, reason: pastText(product, translator) }));
  return [
    ...overdue
      ? [{ kind: "overdue" as const, ...overdue, reason: overdueText(overdue, translator) }]
      : [],
    ...pairs("list", products),
    ...past("usual", usual),
    ...past("stopped", stopped),
    ...pairs("offer", offers),
  ];
}

/** Formats a line with its end in the way of a locale's spreadsheet. */
function csvFormat(locale: Language): (cells: Cell[]) => string {
  const parts = new Intl.NumberFormat(LOCALES[locale]).formatToParts(1.5);
  const decimal = parts.find(({ type }) => type === "decimal")!.value;
  const separator = decimal === "," ? ";" : ",";
  const cellOf = (cell: Cell): string => {
    if (cell === null) return "";
    if (typeof cell === "number") return String(cell).replace(".", decimal);
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /["\r\n]/.test(text) || text.includes(separator)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  };
  return (cells) => cells.map(cellOf).join(separator) + "\r\n";
}
