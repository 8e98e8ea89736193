import type { Translator } from "../../language/messages.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import { callSection, type PagePart } from "../calls/call_section.ts";
import { escapeHtml } from "../html/escape_html.ts";

/** What to do: how many shops there are to call and why, and the call list. */
export function whatToDo(list: CallList, translator: Translator): PagePart {
  const { t } = translator, { shops } = list;
  const count = (isMeant: (shop: CallList["shops"][number]) => boolean) =>
    shops.filter(isMeant).length;
  const summary = t("page.calls.summary", {
    shops: count(({ products }) => products.length > 0),
    overdue: count(({ overdue }) => overdue !== undefined),
    stopped: count(({ stopped }) => stopped.length > 0),
    offers: count(({ offers }) => offers.length > 0),
  });
  const { html, ...part } = callSection(list, translator);
  return {
    ...part,
    html: `<h2 id="what-to-do">${escapeHtml(t("page.calls"))}</h2>
<p class="lead">${escapeHtml(summary)} ${escapeHtml(t("page.calls.file"))}
<a href="../visitas.csv">visitas.csv</a></p>
${html}`,
  };
}
