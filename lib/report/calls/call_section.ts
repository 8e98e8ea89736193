import type { Translator } from "../../language/messages.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import { productLabel, reasonText, wholeUnits } from "../../stages/calls/reason_text.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { callData, packed } from "./call_data.ts";
import { CALL_STYLE } from "./call_style.ts";

/** A part of a page with its own style and scripts. */
export interface PagePart {
  html: string;
  style: string;
  /** Inlined at the end of the page, in this order. */
  scripts: string[];
}

/** Shops on the page of a browser without scripts. */
const WITHOUT_SCRIPT = 20;

/**
 * TanStack Table: sorting, filters and paging without an opinion on markup, so that the result is a
 * plain HTML table. Version 8 is the last one with a single file for browsers (58 kB). Others draw
 * `div`s (Tabulator, 430 kB), are not kept any more (List.js), or are under the LGPL
 * (simple-datatables).
 */
const LIBRARY = new URL(
  "../umd/index.production.js",
  import.meta.resolve("@tanstack/table-core"),
);
const SCRIPTS = ["shops", "search", "table", "details", "rows", "controls", "paper", "list"]
  .map((name) => new URL(`call_${name}.browser.js`, import.meta.url));

/** The call list: a table that the page's script draws, and for browsers without it a short one. */
export function callSection(list: CallList, translator: Translator): PagePart {
  const { t } = translator;
  return {
    html: `<section id="call-list" aria-label="${escapeHtml(t("calls.caption"))}">
${urgent(list, translator)}<noscript>${plainList(list, translator)}</noscript>
</section>
<script type="text/plain" id="call-data">${packed(callData(list, translator))}</script>`,
    style: CALL_STYLE,
    scripts: [LIBRARY, ...SCRIPTS].map((file) => Deno.readTextFileSync(file)),
  };
}

/** That shops have not ordered for long: with few purchases expected, they are last in the list. */
function urgent({ shops }: CallList, { t }: Translator): string {
  const count = shops.filter(({ overdue }) => overdue !== undefined).length;
  if (count === 0) return "";
  return `<p class="urgent"><strong>${escapeHtml(t("calls.urgent", { count }))}</strong>
<button type="button" id="call-overdue" hidden>${
    escapeHtml(t("calls.urgent.show", { count }))
  }</button></p>
`;
}

/** The shops with the most expected purchases, each with the products of its list. */
function plainList(list: CallList, translator: Translator): string {
  const { t, percent, number } = translator;
  const shops = list.shops.slice(0, WITHOUT_SCRIPT).map(({ customer_id, purchases, products }) => {
    const rows = products.map(({ product_id, probability, quantity, reason }) =>
      `<li>${escapeHtml(productLabel(product_id, list))}: ${percent(probability)} · ` +
      `${wholeUnits(quantity, number)} · ${escapeHtml(reasonText(reason, translator, list))}</li>`
    );
    return `<li><strong>${escapeHtml(String(customer_id))}</strong> ${
      escapeHtml(t("calls.purchases"))
    }: ${number(purchases, 1)}<ul>${rows.join("")}</ul></li>`;
  });
  return `<ol>${shops.join("\n")}</ol>`;
}
