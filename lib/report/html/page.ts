import { createHash } from "node:crypto";
import type { Language } from "../../language/language.ts";
import { translator } from "../../language/messages.ts";
import { escapeHtml } from "./escape_html.ts";
import { figureStyle } from "./figure_style.ts";
import { type PageLink, pageLink } from "./page_link.ts";
import { PAGE_STYLE } from "./page_style.ts";
import type { Heading } from "./render_markdown.ts";

/** The script of the buttons: it reads no address and sends nothing. */
const SCRIPT = `
const root = document.documentElement;
const store = { get() { try { return localStorage.getItem("sodai-theme"); } catch { return null; } },
  set(value) { try { localStorage.setItem("sodai-theme", value); } catch {} } };
if (store.get()) root.dataset.theme = store.get();
document.addEventListener("DOMContentLoaded", () => {
  const theme = document.getElementById("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => theme.textContent = isDark() ? theme.dataset.light : theme.dataset.dark;
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    store.set(root.dataset.theme);
    label();
  });
  label();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  const contents = document.querySelector(".contents details");
  if (contents && innerWidth < 960) contents.open = false;
  const code = document.getElementById("code");
  const blocks = [...document.querySelectorAll("details.code")];
  if (code && blocks.length > 0) {
    code.hidden = false;
    code.addEventListener("click", () => {
      const open = blocks.some((block) => !block.open);
      for (const block of blocks) block.open = open;
      code.textContent = open ? "Hide code" : "Show code";
    });
  }
});
`;

/**
 * One self-contained HTML page. Its Content-Security-Policy allows only `data:` images and the
 * page's own script, whatever the output of a cell contains.
 *
 * @param main HTML of the page.
 * @param headings for the table of contents; omitted if empty.
 * @param links links to other pages, shown at the top.
 * @param current the `href` of this page.
 * @param scripts more scripts, run in this order when the page is there.
 * @param language ISO 639-1 code of the text.
 */
export function page({
  title,
  main,
  headings = [],
  links = [],
  current,
  extraStyle = "",
  scripts = [],
  language = "en",
}: {
  title: string;
  main: string;
  headings?: Heading[];
  links?: PageLink[];
  current?: string | undefined;
  extraStyle?: string;
  scripts?: string[];
  language?: Language;
}): string {
  const allowed = [SCRIPT, ...scripts].map((script) =>
    `'sha256-${createHash("sha256").update(script).digest("base64")}'`
  );
  const { t } = translator(language);
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; ` +
    `script-src ${allowed.join(" ")}; base-uri 'none'; form-action 'none'`;
  const navigation = links.map((link) => pageLink(link, language, { current })).join("\n");
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}${figureStyle(main)}${extraStyle}</style>
<script>${SCRIPT}</script>
</head>
<body>
<a class="skip-link" href="#main">${escapeHtml(t("page.skip"))}</a>
<div class="top">
<nav aria-label="${escapeHtml(t("page.pages"))}">${navigation}</nav>
<div class="tools"><button id="code" type="button" hidden>Show code</button>
<button id="theme" type="button" hidden data-light="${escapeHtml(t("page.light"))}" data-dark="${
    escapeHtml(t("page.dark"))
  }">${escapeHtml(t("page.dark"))}</button></div>
</div>
<div class="layout${headings.length > 0 ? " with-contents" : ""}">
${contents(headings)}<main id="main">
${main}
</main>
</div>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

function contents(headings: Heading[]): string {
  if (headings.length === 0) return "";
  const items = headings.map(({ level, id, text }) =>
    `<li><a class="level-${level}" href="#${id}">${escapeHtml(text)}</a></li>`
  );
  return `<nav class="contents" aria-label="On this page"><details open><summary>On this page</summary>
<ul>
${items.join("\n")}
</ul></details></nav>
`;
}
