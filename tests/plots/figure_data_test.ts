import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { alarmRateFigure } from "../../lib/plots/drift/alarm_rate_figure.ts";
import { categoryMovesFigure } from "../../lib/plots/drift/category_moves_figure.ts";
import { COLORS } from "../../lib/plots/drawing/style.ts";
import { driftOverviewFigure } from "../../lib/plots/drift/drift_overview_figure.ts";
import { textBoxes } from "../../lib/plots/drawing/text_boxes.ts";
import { ecdfFigure } from "../../lib/plots/drift/ecdf_figure.ts";
import { logTicks } from "../../lib/plots/drawing/ticks.ts";
import { type WeekCount, weeklyCountsFigure } from "../../lib/plots/data/weekly_counts_figure.ts";
import { searchHistoryFigure } from "../../lib/plots/search/search_history_figure.ts";
import { searchParallelFigure } from "../../lib/plots/search/search_parallel_figure.ts";
import { searchSlicesFigure } from "../../lib/plots/search/search_slices_figure.ts";
import { partialDependenceFigure } from "../../lib/plots/explaining/partial_dependence_figure.ts";
import { shapDependenceFigure } from "../../lib/plots/explaining/shap_dependence_figure.ts";
import { shapWaterfallFigure } from "../../lib/plots/explaining/shap_waterfall_figure.ts";

Deno.test("a power curve does not depend on the order of its points", () => {
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

Deno.test("the last of two trials is as dark as the last of many", () => {
  const trials = (values: number[]) =>
    values.map((value, i) => ({ settings: { depth: i }, value, state: "complete" }));
  const fills = (values: number[]) =>
    [
      ...searchSlicesFigure(trials(values), { title: "t", axis: "a" }).svg.matchAll(
        /fill="(#\w+|rgb[^"]*)"/g,
      ),
    ]
      .map(([, fill]) => fill);
  // the best trial, here the first, is orange
  const darkest = fills([9, 1, 2, 3]).at(-1);
  assert.ok(fills([9, 1]).includes(darkest), `${fills([9, 1])} lacks ${darkest}`);
});

Deno.test("a contribution of zero has a plus sign", () => {
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

Deno.test("the largest moves and effects are drawn first, for any order of the input", () => {
  const moves = [1, -9, 4].map((score, i) => ({
    variable: "brand",
    category: `B${i}`,
    share_reference: 0.2,
    share_recent: 0.3,
    score,
  }));
  const variables = [0.1, 0.9, 0.4].map((effect_size, i) => ({
    name: `v${i}`,
    p_value: 0.01,
    effect_size,
    effect_name: "ks_distance" as const,
  }));
  const order = (svg: string, labels: RegExp) => [...svg.matchAll(labels)].map(([text]) => text);
  const drawn = categoryMovesFigure(moves, { title: "t", limit: 5 }).svg;
  assert.deepEqual([...new Set(order(drawn, /\bB\d\b/g))], ["B1", "B2", "B0"]);
  assert.match(drawn, /brand, 20\.0 → 30\.0%/);
  const overview = driftOverviewFigure(variables, { title: "t", threshold: 0.05 }).svg;
  assert.deepEqual([...new Set(order(overview, /\bv\d\b/g))], ["v1", "v2", "v0"]);
});

Deno.test("whole numbers have no ticks at halves", () => {
  const ticks = (...current: number[]) => {
    const { svg } = ecdfFigure({ reference: [2, 3, 4, 5], current }, {
      title: "t",
      axis: "visits",
    });
    return /<g[^>]*aria-label="x-axis tick label".*?<\/g>/s.exec(svg)![0].match(/>[\d.]+</g);
  };
  assert.deepEqual(ticks(2, 4, 5), [">2<", ">3<", ">4<", ">5<"]);
  assert.ok(ticks(2.1, 5)!.includes(">2.5<"));
});

Deno.test("the axis of the weeks ends above the highest bar and range", () => {
  const highest = (...weeks: WeekCount[]) => {
    const { svg } = weeklyCountsFigure(weeks, { title: "t", axis: "purchases" });
    return /<g[^>]*aria-label="y-axis tick label".*?<\/g>/s.exec(svg)![0].match(/[\d,]+(?=<)/g)!.at(
      -1,
    );
  };
  const past = { week: 1, count: 5467 };
  assert.equal(highest(past), "6,000");
  assert.equal(
    highest(past, { week: 2, count: 4646, expected: true, low: 1, high: 6100 }),
    "8,000",
  );
  assert.equal(highest({ week: 1, count: 0 }), "1");
});

Deno.test("a pruned trial is never the best, even with a higher value", () => {
  const trials = (state: string) => [
    { value: 0.5, state: "complete" },
    { value: 0.5, state },
  ];
  const draw = (state: string) => searchHistoryFigure(trials(state), { title: "t", axis: "a" }).svg;
  const oranges = (svg: string) => svg.split(COLORS.orange).length;
  assert.ok(oranges(draw("pruned")) < oranges(draw("complete")));
});

Deno.test("pruned trials are drawn faint and behind the others", () => {
  const trial = (value: number, state: string, depth: number) => ({
    ...{ value, state, settings: { depth } },
  });
  const trials = [trial(0.5, "complete", 3), trial(0.9, "pruned", 4), trial(0.6, "complete", 5)];
  for (
    const { svg } of [
      searchHistoryFigure(trials, { title: "t", axis: "a" }),
      searchParallelFigure(trials, { title: "t", axis: "a" }),
    ]
  ) {
    const marks = svg.slice(svg.lastIndexOf(">the best"));
    const [pruned, best] = [marks.indexOf(COLORS.pale), marks.lastIndexOf(COLORS.orange)];
    assert.ok(pruned >= 0 && pruned < best);
  }
});

Deno.test("a setting of whole numbers has whole ticks, linear or logarithmic", () => {
  const trials = [20, 24, 44].map((leaf, i) => ({ settings: { depth: 13 + i, leaf }, value: i }));
  const { svg } = searchSlicesFigure(trials, { title: "t", axis: "a", logarithmic: ["leaf"] });
  const labels = [...svg.matchAll(/x-axis tick label"[^>]*>(.*?)<\/g>/gs)]
    .flatMap(([, group]) => [...group!.matchAll(/>([\d.]+)<\/text>/g)].map(([, text]) => text!));
  assert.ok(labels.includes("13") && labels.includes("30"), labels.join());
  assert.deepEqual(labels.filter((label) => label.includes(".")), []);
});

Deno.test("no dot or line reaches the name of the vertical axis", () => {
  const grid = [0, 1, 2], high = [0.9, 0.9, 0.9];
  const text = { title: "t", axis: "a name of an axis" };
  const figures = [
    searchSlicesFigure(
      [0.6149, 0.6216, 0.619].map((value, i) => ({ settings: { i }, value })),
      text,
    ),
    shapDependenceFigure(
      [{ label: "f", values: grid, contributions: [1, -1, 1.04] }],
      new Uint8Array(3),
      text,
    ),
    partialDependenceFigure(
      [{ label: "f", grid, mean: high, meanBought: high, individual: [] }],
      text,
    ),
  ];
  for (const { svg } of figures) {
    const label = parseHTML(svg).document.querySelector("[aria-label='y-axis label']")!;
    const [name] = textBoxes(label), plot = label.parentElement!;
    const tops = [
      ...[...plot.querySelectorAll("circle")].map((dot) =>
        Number(dot.getAttribute("cy")) - Number(dot.getAttribute("r"))
      ),
      ...[...plot.querySelectorAll("[aria-label=line] path")].flatMap((line) =>
        [...line.getAttribute("d")!.matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y))
      ),
    ];
    assert.ok(tops.length > 0 && Math.min(...tops) > name!.bottom, `${Math.min(...tops)}`);
  }
});

Deno.test("a variable without an effect size is drawn last, without a bar", () => {
  const variable = (name: string, effect_size: number | null) => ({
    name,
    p_value: 0.01,
    effect_size,
    effect_name: "ks_distance" as const,
  });
  const draw = (effect: number | null) =>
    driftOverviewFigure([variable("a", effect), variable("b", 0.5)], {
      title: "t",
      threshold: 0.05,
    })
      .svg;
  assert.equal(draw(null), draw(0));
});

Deno.test("a logarithmic axis has at least three labelled ticks, however short its range", () => {
  for (const [low, high] of [[1, 6], [0.5, 1_300], [0.011, 0.019], [4, 9], [80, 90], [1, 1e9]]) {
    const { ticks, tickFormat } = logTicks(low!, high!);
    assert.ok(ticks.length >= 3 && new Set(ticks.map(tickFormat)).size === ticks.length, `${low}`);
    assert.ok(ticks.every((tick) => tick >= low! && tick <= high!), `${low}: ${ticks}`);
  }
});
