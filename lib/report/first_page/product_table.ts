import type { Translator } from "../../language/messages.ts";
import type { Expected } from "../../quantity/volume_forecast.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import { escapeHtml } from "../html/escape_html.ts";

type Product = ExpectedItemsReport["products"][number];

/** The rows that make 80 % of the units are shown at once, at least and at most so many. */
const FIRST = { least: 5, most: 20 };
/** Rows in all: a page of 10,000 products would be too large. */
const MOST = 500;

/** Products with fewer purchases, usual and expected, rise and fall by chance. */
const ENOUGH = 20;

/** A change of fewer usual purchases says nothing: one more is +100 %. */
const MEANT = 5;

/** The columns after the product. */
const COLUMNS = ["purchases", "change", "items", "last"] as const;

/** Expected purchases and units by product, with what rises and falls most. */
export function productTable(
  { products }: ExpectedItemsReport,
  calls: CallList | undefined,
  translator: Translator,
): string {
  if (products.length === 0) return "";
  const { t } = translator;
  const nameOf = (id: Product["product_id"]) => calls?.products[id]?.name ?? String(id);
  const rows = products.slice(0, MOST).map((product) => row(product, nameOf, translator));
  const few = productsFor(0.8, products);
  const first = Math.min(Math.max(few, FIRST.least), FIRST.most);
  const rest = rows.slice(first);
  return `<h2 id="products">${escapeHtml(t("page.products"))}</h2>
<p class="lead">${escapeHtml(summary(products, few, nameOf, translator))}</p>
${table(rows.slice(0, first), translator)}
${
    rest.length === 0
      ? ""
      : `<details class="rest"><summary>${
        escapeHtml(t("page.products.rest", { count: rest.length }))
      }</summary>${table(rest, translator)}</details>`
  }`;
}

/** How many products, the largest first, make a share of the expected units. */
function productsFor(share: number, products: Product[]): number {
  const total = products.reduce((sum, { items }) => sum + items.expected, 0);
  let few = 0, covered = 0;
  while (few < products.length && covered < share * total) {
    covered += products[few++]!.items.expected;
  }
  return few;
}

function summary(
  products: Product[],
  few: number,
  nameOf: (id: Product["product_id"]) => string,
  { t, percent, number }: Translator,
): string {
  const moving = products.filter(({ purchases: { usual, expected } }) =>
    usual >= MEANT && Math.max(usual, expected) >= ENOUGH
  )
    .map((product) => ({ product, change: changeOf(product.purchases) }))
    .sort((a, b) => b.change - a.change);
  // products may share their name
  const labelOf = (id: Product["product_id"]) =>
    nameOf(id) === String(id) ? String(id) : `${nameOf(id)} [${id}]`;
  const three = (list: typeof moving) =>
    list.slice(0, 3).map(({ product: { product_id, purchases }, change }) => {
      const said = isNew(purchases)
        ? t("page.products.new", { last: number(purchases.last) })
        : signed(change, percent);
      return `${labelOf(product_id)} ${said}`;
    }).join(", ") || "–";
  return t("page.products.summary", {
    few,
    all: products.length,
    enough: ENOUGH,
    rising: three(moving.filter(({ change }) => change > 0)),
    falling: three(moving.filter(({ change }) => change < 0).reverse()),
  });
}

/** Whether all purchases of the four weeks of the usual one are those of last week. */
function isNew({ usual, last }: Expected): boolean {
  return usual > 0 && last >= 4 * usual - 0.01;
}

/** A change with its sign; none if it rounds to nothing. */
function signed(change: number, percent: Translator["percent"]): string {
  return change >= 0.005 ? `+${percent(change)}` : percent(change);
}

function changeOf({ expected, usual }: Expected): number {
  return usual === 0 ? 0 : expected / usual - 1;
}

function row(
  { product_id, purchases, items }: Product,
  nameOf: (id: Product["product_id"]) => string,
  translator: Translator,
): string {
  const { number, percent } = translator;
  // beside it, the table would be wider than a tablet
  const ranged = ({ expected, low, high }: Expected) =>
    number(expected) +
    (low === undefined || high === undefined
      ? ""
      : ` <small>(${escapeHtml(`${number(low)} – ${number(high)}`)})</small>`);
  const change = changeOf(purchases), name = nameOf(product_id);
  const cells = [
    ranged(purchases),
    purchases.usual < MEANT ? "–" : signed(change, percent),
    ranged(items),
    `${number(items.last)} (${number(items.usual)})`,
  ];
  const id = name === String(product_id) ? "" : ` <small>${escapeHtml(String(product_id))}</small>`;
  // a number and its unit stay on one line
  const shown = escapeHtml(name).replace(/(\d) (\S+)$/, "$1&nbsp;$2");
  return `<tr><th scope="row">${shown}${id}</th>${
    cells.map((cell, c) =>
      `<td class="number" data-label="${
        escapeHtml(columnLabel(COLUMNS[c]!, translator))
      }">${cell}</td>`
    ).join("")
  }</tr>`;
}

/** What a column shows; expected numbers have their range. */
function columnLabel(name: typeof COLUMNS[number], { t }: Translator): string {
  const label = t(`page.products.${name}`);
  return name === "purchases" || name === "items"
    ? `${label} (${t("page.products.range")})`
    : label;
}

function table(rows: string[], translator: Translator): string {
  const columns = COLUMNS.map((name) =>
    `<th scope="col" class="number">${escapeHtml(columnLabel(name, translator))}</th>`
  );
  return `<div class="scroll" tabindex="0"><table class="wide by-product"><thead><tr><th scope="col">${
    escapeHtml(translator.t("page.products.product"))
  }</th>${columns.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}
