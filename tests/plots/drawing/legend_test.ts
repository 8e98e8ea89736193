import assert from "node:assert/strict";
import { legendSvg } from "../../../lib/plots/drawing/legend.ts";
import { renderFigure } from "../../../lib/plots/drawing/figure.ts";
import { textFaults } from "../text_faults.ts";
import * as Plot from "@observablehq/plot";

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
