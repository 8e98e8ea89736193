import katex from "katex";
import type { MarkdownIt } from "markdown-it";

/**
 * Formulas in Markdown: `$…$` within a line, `$$…$$` as a separate paragraph. They become MathML,
 * which browsers draw with their own fonts. As in Jupyter and pandoc, a dollar sign does not start
 * a formula if a space follows it, or if a digit follows the closing one.
 */
export function mathPlugin(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("escape", "math", (state, silent) => {
    const rest = state.src.slice(state.pos, state.posMax);
    const match = /^\$\$([^$]+)\$\$/.exec(rest) ??
      /^\$(?![\s$])((?:[^$\\]|\\.)*[^\s\\])\$(?!\d)/.exec(rest) ??
      /^\$([^\s$\\])\$(?!\d)/.exec(rest);
    if (!match) return false;
    if (!silent) state.push("math", "", 0).content = match[0];
    state.pos += match[0].length;
    return true;
  });
  markdown.block.ruler.before("paragraph", "math_block", (state, startLine, endLine, silent) => {
    const line = (i: number) =>
      state.src.slice(state.bMarks[i]! + state.tShift[i]!, state.eMarks[i]);
    if (!line(startLine).startsWith("$$")) return false;
    let last = startLine;
    const closes = (i: number) => /\$\$\s*$/.test(i === startLine ? line(i).slice(2) : line(i));
    while (last < endLine && !closes(last)) last++;
    if (last === endLine) return false;
    if (silent) return true;
    const lines = Array.from({ length: last - startLine + 1 }, (_, i) => line(startLine + i));
    const token = state.push("math_block", "", 0);
    token.block = true;
    token.content = lines.join("\n");
    token.map = [startLine, last + 1];
    state.line = last + 1;
    return true;
  }, { alt: ["paragraph", "blockquote", "list"] });
  markdown.renderer.rules["math"] = (tokens, i) => formula(tokens[i]!.content);
  markdown.renderer.rules["math_block"] = (tokens, i) =>
    `<div class="formula" tabindex="0">${formula(tokens[i]!.content)}</div>\n`;
}

function formula(source: string): string {
  const displayMode = source.startsWith("$$");
  const tex = source.trim().replace(/^\$\$?|\$\$?$/g, "");
  return katex.renderToString(tex, { output: "mathml", displayMode, throwOnError: false });
}
