import {
  type DriftReport,
  type DriftVariable,
  NO_REFERENCE,
} from "../../drift/describe/drift_report.ts";
import { attributeName } from "../../language/attribute_name.ts";
import type { Translator } from "../../language/messages.ts";
import { categoryName } from "../category_name.ts";
import { escapeHtml } from "../html/escape_html.ts";
import { pageLink } from "../html/page_link.ts";
import { weekRange } from "./week_dates.ts";

/** The longest bar, in percent of its cell: the number stands beside it. */
const LONGEST = 60;

/** Rows: the page of the step shows all. */
const MOST = 8;

/** What changed in buying, as the decision sees it, with both distributions side by side. */
export function changes(drift: DriftReport, translator: Translator): string {
  const { t } = translator;
  return `<h2 id="changes">${escapeHtml(t("page.changes"))}</h2>\n${
    drift.drift_judged
      ? drift.largest_move?.judged
        ? moves(drift, drift.largest_move, translator)
        : tests(drift, translator)
      : `<p class="lead">${
        escapeHtml(t(drift.reference === NO_REFERENCE ? "page.changes.first" : "page.changes.none"))
      }</p>`
  }
<p class="lead">${
    escapeHtml(
      t("page.changes.more", {
        tested: drift.variables.some(({ tested }) => tested) ? "yes" : "no",
      }),
    )
  } ${
    pageLink(
      { href: "04_drift_check.html", title: "drift_check", language: "en" },
      translator.language,
    )
  }</p>`;
}

function moves(
  { drift_detected, reference, current }: DriftReport,
  { moves, limit, against }: NonNullable<DriftReport["largest_move"]>,
  words: Translator,
): string {
  const { t, number, percent } = words;
  const shown = moves.filter(({ share_reference, share_recent }) =>
    share_reference !== null && share_recent !== null
  ).slice(0, MOST);
  const widest = Math.max(...shown.flatMap((move) => [move.share_reference!, move.share_recent!]));
  const bar = (share: number, kind: "before" | "now") =>
    `<td class="share" data-label="${
      escapeHtml(t(`page.changes.${kind}`))
    }"><span class="bar ${kind}" style="inline-size:${
      (LONGEST * share / widest).toFixed(1)
    }%"></span>${percent(share, 1)}</td>`;
  const rows = shown.map(({ variable, category, share_reference, share_recent, score }) =>
    `<tr><th scope="row">${escapeHtml(categoryName(variable, category, words))} <small>${
      escapeHtml(attributeName(variable, words))
    }</small></th>` +
    bar(share_reference!, "before") + bar(share_recent!, "now") +
    `<td class="number" data-label="${escapeHtml(t("page.changes.score"))}">${
      score === null ? "–" : number(score, 1)
    }</td></tr>`
  );
  const text = t("page.changes.moves", {
    drift: drift_detected ? "yes" : "no",
    score: number(shown[0]?.score ?? NaN, 1),
    limit: number(limit ?? NaN, 1),
    // an older report has one name for all its weeks
    reference: span(against ?? reference),
    current,
  });
  return table(text, ["category", "before", "now", "score"], rows, t);
}

function tests(
  { variables, reference, current }: DriftReport,
  words: Translator,
): string {
  const { t, number } = words;
  const pText = (p: number) => p < 1e-4 ? `< ${number(1e-4, 4)}` : number(p, 4);
  const rows = variables.filter(({ tested }) => tested)
    .sort((a: DriftVariable, b: DriftVariable) => (b.effect_size ?? 0) - (a.effect_size ?? 0))
    .slice(0, MOST).map(({ name, p_value, effect_size }) =>
      `<tr><th scope="row">${escapeHtml(attributeName(name, words))}</th>` +
      `<td class="number" data-label="${escapeHtml(t("page.changes.p"))}">${
        escapeHtml(pText(p_value ?? NaN))
      }</td><td class="number" data-label="${escapeHtml(t("page.changes.effect"))}">${
        number(effect_size ?? NaN, 3)
      }</td></tr>`
    );
  return table(
    t("page.changes.tests", { reference: span(reference), current }),
    ["variable", "p", "effect"],
    rows,
    t,
  );
}

/** `2024-W35 – 2024-W46`, of the weeks as `drift_report.json` has them. */
function span(reference: string): string {
  return weekRange(reference.split(" to "));
}

function table(
  text: string,
  columns: ("category" | "before" | "now" | "score" | "variable" | "p" | "effect")[],
  rows: string[],
  t: Translator["t"],
): string {
  const heads = columns.map((name) => {
    const isText = ["category", "variable", "before", "now"].includes(name);
    return `<th scope="col"${isText ? "" : ' class="number"'}>${
      escapeHtml(t(`page.changes.${name}`))
    }</th>`;
  });
  return `<p class="lead">${escapeHtml(text)}</p>
<div class="scroll" tabindex="0"><table class="wide changes"><thead><tr>${
    heads.join("")
  }</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}
