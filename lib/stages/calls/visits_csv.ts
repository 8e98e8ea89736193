import { LOCALES } from "../../language/language.ts";
import type { Language } from "../../language/language.ts";
import type { Translator } from "../../language/messages.ts";
import type { Id } from "../../table/ids.ts";
import type { CallList, CallProduct } from "./call_list.ts";
import { overdueText, reasonText, stoppedText } from "./reason_text.ts";

/** A cell: text, a number, or nothing. */
type Cell = string | number | null;

/**
 * `visitas.csv`: the call list as a table for spreadsheets, shop by shop: why a shop is overdue, the
 * listed products with probability, typical quantity and reason, products that it stopped, and new
 * ones to offer.
 *
 * A byte order mark tells Excel that it is UTF-8; a Spanish Excel expects semicolons and decimal
 * commas. A text that a spreadsheet would run as a formula starts with an apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 *
 * @param locale whose separators are used.
 */
export function visitsCsv(list: CallList, translator: Translator, locale: Language): string {
  const { t } = translator;
  const format = csvFormat(locale);
  const head = [
    t("visits.week"),
    t("visits.shop"),
    ...list.customer_columns,
    t("visits.line"),
    t("visits.product"),
    t("visits.name"),
    t("visits.probability"),
    t("visits.quantity"),
    t("visits.reason"),
  ];
  const rows = list.shops.flatMap(({ customer_id, products, offers, stopped, overdue }) => {
    const shop: Cell[] = [list.week, customer_id, ...list.customers[customer_id]!.attributes];
    const named = (id: Id): Cell[] => [id, list.products[id]!.name];
    const pairs = (line: "list" | "offer", chosen: CallProduct[]) =>
      chosen.map(({ product_id, probability, quantity, reason }) => [
        ...shop,
        t(`visits.line.${line}`),
        ...named(product_id),
        probability,
        quantity,
        reasonText(reason, translator, list),
      ]);
    return [
      ...overdue
        ? [[
          ...shop,
          t("visits.line.overdue"),
          null,
          null,
          null,
          null,
          overdueText(overdue, translator),
        ]]
        : [],
      ...pairs("list", products),
      ...stopped.map((product) => [
        ...shop,
        t("visits.line.stopped"),
        ...named(product.product_id),
        null,
        null,
        stoppedText(product, translator),
      ]),
      ...pairs("offer", offers),
    ];
  });
  return "\uFEFF" + [head, ...rows].map((cells) => format(cells) + "\r\n").join("");
}

/** Formats a line in the way of a locale's spreadsheet. */
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
  return (cells) => cells.map(cellOf).join(separator);
}
