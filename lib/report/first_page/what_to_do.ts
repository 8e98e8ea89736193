import type { Translator } from "../../language/messages.ts";
import type { CallList } from "../../stages/calls/call_list.ts";
import { callSection, type PagePart } from "../calls/call_section.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { shopCounts } from "./shop_counts.ts";

/**
 * What to do: how many shops there are to call and why, and the call list.
 *
 * @param options.visits where the list is as a table, for a link.
 */
export function whatToDo(
  list: CallList,
  translator: Translator,
  { visits }: { visits: string },
): PagePart {
  const { t } = translator;
  const summary = t("page.calls.summary", shopCounts(list));
  const { html, ...part } = callSection(list, translator);
  return {
    ...part,
    html: `<h2 id="what-to-do">${escapeHtml(t("page.calls"))}</h2>
<p class="lead">${escapeHtml(summary)} ${escapeHtml(t("page.calls.file"))}
<a href="${visits}">visitas.csv</a></p>
${html}`,
  };
}
