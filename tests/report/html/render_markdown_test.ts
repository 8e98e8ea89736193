import assert from "node:assert/strict";
import { ansiToHtml } from "../../../lib/report/html/ansi_to_html.ts";
import { type Heading, renderMarkdown } from "../../../lib/report/html/render_markdown.ts";

const formulas: [text: string, tex: string[]][] = [
  ["$x$ and $y_1 + 2$", ["x", "y_1 + 2"]],
  ["It costs $5 and then $6.", []],
  ["From $5 to $10", []],
  ["`$x$` and \\$x\\$", []],
  ["so $$a = b$$ here", ["a = b"]],
  ["$$\na = b\n+ c\n$$", ["a = b\n+ c"]],
  ["- $$a$$", ["a"]],
  ["$a\\$b$", ["a\\$b"]],
  ["$$ never closed", []],
];

for (const [text, tex] of formulas) {
  Deno.test(`renderMarkdown() finds ${tex.length} formulas in ${JSON.stringify(text)}`, () => {
    const html = renderMarkdown(text);
    const found = [...html.matchAll(/<annotation encoding="application\/x-tex">([^<]*)</g)];
    assert.deepEqual(found.map((match) => match[1]!.trim()), tex);
  });
}

Deno.test("renderMarkdown() links to the pages of other notebooks", () => {
  const html = renderMarkdown("[a](05_train_model.ipynb#search) [b](https://example.org/x.ipynb)");
  assert.match(html, /href="05_train_model\.html#search"/);
  assert.match(html, /href="https:\/\/example\.org\/x\.ipynb"/);
});

Deno.test("renderMarkdown() shows the source of an invalid formula", () => {
  assert.match(renderMarkdown("$\\frac{1$"), /\\frac\{1/);
});

Deno.test("ansiToHtml() keeps colours and the last state of a rewritten line", () => {
  assert.equal(ansiToHtml("10 %\r50 %\rdone\nnext"), "done\nnext");
  assert.equal(
    ansiToHtml("\x1b[1;31mbad\x1b[22m still red\x1b[39m plain\x1b[2K\x1b[38;5;45m x"),
    '<span class="ansi-red ansi-bold">bad</span><span class="ansi-red"> still red</span> plain x',
  );
  assert.equal(ansiToHtml("\x1b[38;5;45;1mb"), '<span class="ansi-bold">b</span>');
  assert.equal(ansiToHtml("\x1b[30mx"), '<span class="ansi-black">x</span>');
  assert.equal(ansiToHtml("\x1b[97my"), '<span class="ansi-white">y</span>');
  // an RGB colour is ignored, the codes after it are not
  assert.equal(
    ansiToHtml("\x1b[38;2;10;20;30;1mbold\x1b[0m"),
    '<span class="ansi-bold">bold</span>',
  );
  assert.equal(ansiToHtml("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\"), "link");
});

Deno.test("headings with the same text have unique ids, numbered from the second", () => {
  const headings: Heading[] = [];
  renderMarkdown("## The week\n\n## The week\n\n## The week", headings);
  assert.deepEqual(headings.map(({ id }) => id), ["the-week", "the-week-2", "the-week-3"]);
});
