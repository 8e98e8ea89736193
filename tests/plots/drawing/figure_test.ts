import * as Plot from "@observablehq/plot";
import { Resvg } from "@resvg/resvg-js";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Figure, renderFigure } from "../../../lib/plots/drawing/figure.ts";
import type { Panel } from "../../../lib/plots/drawing/lay_out.ts";
import { FONT_FILES } from "../../../lib/plots/drawing/text_width.ts";
import { textFaults } from "../text_faults.ts";

function bars(labels: string[], title = "Purchases"): Figure {
  const data = labels.map((label, i) => ({ label, value: 1000 * (i + 1) }));
  return renderFigure({
    x: { label: "purchases per week" },
    y: { label: null, domain: labels },
    marks: [Plot.barX(data, { x: "value", y: "label" })],
  }, { title, subtitle: "by product", caption: "Simulated.", height: 40 + 24 * labels.length });
}

/** Dark pixels of a picture drawn with or without the project's fonts. */
function darkPixels(svg: string, withFont: boolean): number {
  const fontFiles = withFont ? Object.values(FONT_FILES).map((url) => fileURLToPath(url)) : [];
  const { pixels } = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles, sansSerifFamily: "DejaVu Sans" },
  }).render();
  let dark = 0;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i]! < 100) dark++;
  return dark;
}

Deno.test("a figure has the same bytes at each rendering", async () => {
  const first = bars(["a", "b"]);
  bars(["something", "else"]);
  const second = bars(["a", "b"]);
  assert.equal(first.svg, second.svg);
  assert.deepEqual(await first.png(), await second.png());
});

Deno.test("a figure is one SVG with its title, subtitle, legend and caption as text", () => {
  const { svg, width, height } = renderFigure({ marks: [Plot.dot([[1, 2]])] }, {
    title: "The title",
    subtitle: "The subtitle",
    caption: "The caption",
    legend: [{ label: "The swatch", color: "#0072b2" }],
  });
  assert(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" '));
  assert.equal(svg.match(/<svg/g)!.length, 2); // the second is for a phone
  for (const text of ["The title", "The subtitle", "The swatch", "The caption"]) {
    assert(svg.includes(`>${text}</text>`), text);
  }
  assert(svg.includes(`<rect width="${width}" height="${height}" fill="#ffffff"/>`));
  assert(!/currentColor|<style|system-ui|\bid=/.test(svg));
});

Deno.test("a PNG contains text: without the font it has fewer dark pixels", async () => {
  const figure = bars(["Drinks", "Water"]);
  const png = await figure.png();
  assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(png.buffer, png.byteOffset);
  assert.deepEqual([view.getUint32(16), view.getUint32(20)], [2 * figure.width, 2 * figure.height]);
  assert(darkPixels(figure.svg, true) > darkPixels(figure.svg, false) + 500);
});

Deno.test("long labels are neither cut nor overlapping", () => {
  const labels = ["a label that is long enough to leave no margin ".repeat(3), "short"];
  assert.deepEqual(textFaults(bars(labels).svg), []);
  assert(bars(labels).width > 760);
  assert.deepEqual(textFaults(bars(["a"], "a title of many words ".repeat(12)).svg), []);
});

Deno.test("textFaults() detects text that is cut or covered", () => {
  const svg = (text: string) => `<svg width="100" height="50" font-size="10">${text}</svg>`;
  assert.deepEqual(textFaults(svg('<text x="90" y="20">cut here</text>')), ["cut: cut here"]);
  const faults = textFaults(svg('<text x="1" y="20">one</text><text x="3" y="22">two</text>'));
  assert.deepEqual(faults, ["overlapping: one | two"]);
});

Deno.test("the SVG is well-formed for any label", () => {
  const label = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
  const property = fc.property(label, label, (a, b) => {
    const { svg } = bars([`a${a}`, `b${b}`], a);
    new Resvg(svg, { font: { loadSystemFonts: false } }); // its parser accepts only strict XML
  });
  fc.assert(property, { seed: 1, numRuns: 60 });
  assert(bars(["<&\"'>"]).svg.includes("&lt;&amp;&quot;'&gt;"));
});

Deno.test("plots in one column have the same margins, so that their frames are aligned", () => {
  const panel = (label: string): Panel => ({
    title: label,
    plot: {
      y: { label: null },
      marks: [Plot.frame(), Plot.barX([{ label }], { x: 1, y: "label" })],
    },
  });
  const { svg } = renderFigure([panel("short"), panel("a much longer label")], {
    title: "Two",
    height: 100,
  });
  const [wide] = svg.split('<svg class="narrow"');
  const frames = [...wide!.matchAll(/<rect[^>]*aria-label="frame"[^>]*>/g)].map(([rect]) => rect);
  assert.equal(frames.length, 2);
  assert.equal(frames[0], frames[1]);
  assert.deepEqual(textFaults(svg), []);
});

Deno.test("coordinates are rounded to a hundredth of a pixel", () => {
  const { svg } = renderFigure({ marks: [Plot.dot([[1 / 3, 1e-9], [2 / 3, 1]])] }, { title: "x" });
  assert(!/\d\.\d{3}/.test(svg.replace(/>[^<]*</g, "><")));
});

Deno.test("an axis has fewer ticks if their labels would touch", () => {
  const narrow = renderFigure({
    x: { domain: [-0.000034, 0.00002], ticks: 12 },
    marks: [Plot.dot([[0, 1]])],
  }, { title: "Narrow", width: 230, height: 120 });
  assert.deepEqual(textFaults(narrow.svg), []);
  assert(narrow.svg.includes("0.00000"));
});
