import * as Plot from "@observablehq/plot";
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { figureView } from "../../../lib/notebook/views.ts";
import { renderFigure } from "../../../lib/plots/drawing/figure.ts";
import { COLORS } from "../../../lib/plots/drawing/style.ts";
import { figureStyle } from "../../../lib/report/html/figure_style.ts";
import { page } from "../../../lib/report/html/page.ts";
import { renderOutput } from "../../../lib/report/html/render_output.ts";

function rendered(svg: string): string {
  const view = figureView(svg, { alt: "a figure" });
  const data = Object.values(Object.getOwnPropertyDescriptors(view));
  assert.equal(data.length, 0); // its key is a symbol
  const [symbol] = Object.getOwnPropertySymbols(view);
  const bundle = (view as unknown as Record<symbol, () => Record<string, string>>)[symbol!]!();
  return renderOutput({ output_type: "display_data", data: bundle, metadata: {} });
}

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>${text}</text></svg>`;

Deno.test("a figure with shortened labels is inline, so that they show their full text", () => {
  const html = rendered(svg("<title>a long name</title>a…e"));
  assert.match(html, /<svg[^>]*viewBox="0 0 9 9"/);
  assert.match(html, /<text><title>a long name<\/title>a…e<\/text>/);
  assert.doesNotMatch(html, /<img/);
});

Deno.test("a figure of the project is inline, in two widths, with its finding as alternative", () => {
  const { svg } = renderFigure({ marks: [Plot.dot([[1, 2]])] }, {
    title: "Sales <by week>",
    finding: "Most in W3 & W4",
    legend: [{ label: "sold", color: COLORS.blue }],
  });
  const html = rendered(svg);
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  const figures = [...document.querySelectorAll("svg")];
  assert.deepEqual(figures.map((figure) => figure.getAttribute("class")), [
    "figure",
    "figure narrow",
  ]);
  assert.ok(Number(figures[1]!.getAttribute("width")) <= 358);
  for (const figure of figures) {
    assert.equal(figure.getAttribute("aria-label"), "a figure. Most in W3 & W4");
    assert.equal(figure.getAttribute("role"), "img");
    assert.ok(figure.getAttribute("viewBox") && figure.querySelector("circle"));
  }
  assert.equal(document.querySelector("img, desc"), null);
  assert.equal(html.match(/display="none"/), null);
});

Deno.test("figures of a page have no ids that could clash, and no white ground at night", () => {
  const figure = (title: string) =>
    rendered(renderFigure({ marks: [Plot.dot([[1, 2]], { fill: COLORS.blue })] }, { title }).svg);
  const main = figure("one") + figure("two");
  const html = page({ title: "Figures", main });
  const ids = Array.from(html.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.doesNotMatch(main, / id=/);
  const style = figureStyle(main);
  for (const [, name, color] of main.matchAll(/ (fill|stroke)="(#[^"]*)"/g)) {
    const rule = `.figure [${name}="${color}"] { ${name}: light-dark(${color}, `;
    assert.ok(style.includes(rule), rule);
  }
  assert.equal(figureStyle("<p>no figure</p>"), "");
});

Deno.test("a picture from elsewhere stays an image", () => {
  assert.match(rendered(svg("short")), /<img class="sodai-figure" alt="a figure" src="data:/);
});

Deno.test("an inline figure cannot run or load anything", () => {
  const html = rendered(
    svg(
      `<title>x</title>y</text><script>alert(1)</script><image href="http://e.x/y"/><text onclick="z()">`,
    ),
  );
  assert.doesNotMatch(html, /script|http:\/\/e\.x|onclick/);
});
