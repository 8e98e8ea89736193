import type { Language } from "../../language/language.ts";
import { escapeHtml } from "./escape_html.ts";

/** Another page of the report. */
export interface PageLink {
  href: string;
  title: string;
  /** Summary, in one sentence. */
  summary?: string;
  /** Language of the page; by default that of the page with the link. */
  language?: Language;
}

/** A link to another page; one in another language says so, for screen readers and translators. */
export function pageLink(
  link: PageLink,
  language: Language,
  { current, html = escapeHtml(link.title) }: { current?: string | undefined; html?: string } = {},
): string {
  const other = link.language === undefined || link.language === language
    ? ""
    : ` lang="${link.language}" hreflang="${link.language}"`;
  const here = link.href === current ? ' aria-current="page"' : "";
  return `<a href="${escapeHtml(link.href)}"${other}${here}>${html}</a>`;
}
