import assert from "node:assert/strict";
import { legendSvg, rampColor } from "../../../lib/plots/drawing/legend.ts";
import { renderFigure } from "../../../lib/plots/drawing/figure.ts";
import { textFaults } from "../text_faults.ts";
import * as Plot from "@observablehq/plot";

Deno.test("rampColor() interpolates between neighbours, and is constant beyond the ends", () => {
  const colors = ["#000000", "#ff0000", "#ffffff"];
  assert.equal(rampColor(colors, -1), "#000000");
  assert.equal(rampColor(colors, 0.25), "#800000");
  assert.equal(rampColor(colors, 0.5), "#ff0000");
  assert.equal(rampColor(colors, 7), "#ffffff");
});

Deno.test("a legend that does not fit in a row continues in the next", () => {
  const swatch = { label: "a series with a name", color: "#0072b2" };
  const at = { x: 0, y: 0, width: 400 };
  const row = legendSvg([swatch], at).height;
  assert.equal(legendSvg(Array(5).fill(swatch), at).height, 3 * row);
  const { svg } = renderFigure({ marks: [Plot.frame()] }, {
    title: "Many series",
    legend: Array(20).fill(swatch),
  });
  assert.deepEqual(textFaults(svg), []);
});
