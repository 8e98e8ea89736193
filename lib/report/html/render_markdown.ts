import MarkdownIt from "markdown-it";
import { highlightCode } from "./highlight_code.ts";
import { mathPlugin } from "./math_plugin.ts";
import { visibleText } from "../../dag/terminal/visible_text.ts";

/** A heading of a page, for its table of contents. */
export interface Heading {
  level: number;
  /** Anchor, unique in its page. */
  id: string;
  text: string;
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
  .use(mathPlugin);
markdown.set({
  highlight: (code, language) => highlightCode(code, language || "text"),
});
markdown.renderer.rules.heading_open = (tokens, i, _options, env) => {
  const headings = env?.headings as Heading[];
  const { tag } = tokens[i]!;
  const text = plainText(tokens[i + 1]!.children ?? []);
  const id = uniqueId(text, headings);
  headings.push({ level: Number(tag[1]), id, text });
  return `<${tag} id="${id}">`;
};
markdown.renderer.rules.table_open = () => '<div class="scroll" tabindex="0"><table>\n';
markdown.renderer.rules.table_close = () => "</table></div>\n";
// A page makes no network requests: external images are named, not loaded.
markdown.renderer.rules.image = (tokens, i, options, _env, renderer) => {
  const token = tokens[i]!;
  token.attrSet("alt", token.content);
  return String(token.attrGet("src")).startsWith("data:image/")
    ? renderer.renderToken(tokens, i, options)
    : markdown.utils.escapeHtml(`[picture: ${token.content}]`);
};
// Notebooks link to each other; so do their pages.
markdown.renderer.rules.link_open = (tokens, i, options, _env, renderer) => {
  const href = String(tokens[i]!.attrGet("href") ?? "");
  if (!/^[a-z]+:/i.test(href)) tokens[i]!.attrSet("href", href.replace(/\.ipynb(?=#|$)/, ".html"));
  return renderer.renderToken(tokens, i, options);
};

/**
 * Renders Markdown as HTML, with formulas and highlighted code. HTML in it is escaped, and so is what
 * cannot be seen.
 *
 * @param headings headings of the page so far; those of this text are added.
 */
export function renderMarkdown(text: string, headings: Heading[] = []): string {
  return markdown.render(visibleText(text.replaceAll("\r\n", "\n")), { headings });
}

interface InlineToken {
  type: string;
  content: string;
}

function plainText(tokens: InlineToken[]): string {
  return tokens.map(({ content }) => content).join("");
}

function uniqueId(text: string, headings: Heading[]): string {
  const words = text.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? ["section"];
  const id = words.join("-");
  const taken = (id: string) => headings.some((heading) => heading.id === id);
  for (let i = 1;; i++) {
    const candidate = i === 1 ? id : `${id}-${i}`;
    if (!taken(candidate)) return candidate;
  }
}
