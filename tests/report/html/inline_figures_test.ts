import assert from "node:assert/strict";
import { figureView } from "../../../lib/notebook/views.ts";
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

Deno.test("a figure without them stays an image", () => {
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
