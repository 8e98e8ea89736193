import assert from "node:assert/strict";
import { alarmRateFigure } from "../../lib/plots/drift/alarm_rate_figure.ts";
import { searchSlicesFigure } from "../../lib/plots/search/search_slices_figure.ts";
import { shapWaterfallFigure } from "../../lib/plots/explaining/shap_waterfall_figure.ts";

Deno.test("a power curve is the same in whatever order its points come", () => {
  const rates = [0.4, 0.05, 0.2, 0.1].map((size) => ({
    shift: "brand",
    note: "",
    size,
    rule: "decision",
    rate: size,
    low: size / 2,
    high: 2 * size,
  }));
  const draw = (of: typeof rates) => alarmRateFigure(of, { title: "t" }).svg;
  assert.equal(draw(rates), draw(rates.toSorted((a, b) => a.size - b.size)));
});

Deno.test("of two trials the later one is as dark as the last of many", () => {
  const trials = (values: number[]) =>
    values.map((value, i) => ({ settings: { depth: i }, value, state: "complete" }));
  const fills = (values: number[]) =>
    [
      ...searchSlicesFigure(trials(values), { title: "t", axis: "a" }).svg.matchAll(
        /fill="(#\w+|rgb[^"]*)"/g,
      ),
    ]
      .map(([, fill]) => fill);
  // the best is orange, so the first of each is
  const darkest = fills([9, 1, 2, 3]).at(-1);
  assert.ok(fills([9, 1]).includes(darkest), `${fills([9, 1])} lacks ${darkest}`);
});

Deno.test("a contribution of nothing has a plus", () => {
  const { svg } = shapWaterfallFigure([{
    label: "customer 1",
    baseValue: 0.1,
    contributions: [
      { feature: "a", value: "1", contribution: 0.2 },
      { feature: "b", value: "2", contribution: 0 },
    ],
  }], { title: "t", axis: "a" });
  assert.match(svg, /\+0\.000/);
  assert.doesNotMatch(svg, /−0\.000/);
});
