import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText, Panel } from "../drawing/lay_out.ts";
import { BELOW_AXIS_NAME, COLORS } from "../drawing/style.ts";
import { inWords } from "../drawing/ticks.ts";
import { numericAxis } from "./numeric_axis.ts";
import type { RowLabel } from "../drawing/row_labels.ts";

/** Partial dependence of a model on one feature. */
export interface DependenceCurves extends RowLabel {
  /** Values of the feature, or names of its categories. */
  grid: number[] | string[];
  /** Mean prediction, one per value of the grid. */
  mean: number[];
  /** Mean prediction over the pairs that bought. */
  meanBought: number[];
  /** Predictions for single rows, each as long as the grid. */
  individual: { values: number[]; bought: boolean }[];
  /** The nine deciles of a numeric feature, drawn as dots on the axis. */
  deciles?: number[];
}

const MOST_CATEGORIES = 10;
/** Pixels of a category, so that three plots fit beside each other. */
const LABEL_WIDTH = 110;

/**
 * Small multiples of partial dependence: thick lines are the means over all pairs and over those
 * that bought, thin lines are single pairs. A categorical feature has its first ten categories on
 * the vertical axis.
 *
 * @param axis what the model predicts, such as "probability".
 */
export function partialDependenceFigure(
  features: DependenceCurves[],
  { title, subtitle, caption, axis }: FigureText & { axis: string },
): Figure {
  const panels = features.map((feature): Panel => ({
    title: feature.label,
    note: feature.note,
    labelWidth: LABEL_WIDTH,
    plot: feature.grid.every((value) => typeof value === "number")
      ? numericPlot(feature, feature.grid as number[], axis)
      : categoricalPlot(feature, feature.grid as string[], axis),
  }));
  const finding = features.map(({ label, mean }) =>
    `${label}: the mean ${axis} is between ${inWords(Math.min(...mean))} and ${
      inWords(Math.max(...mean))
    }`
  ).join("; ");
  return renderFigure(panels, {
    title,
    finding,
    subtitle,
    caption,
    columns: 3,
    width: 960,
    height: 220,
    legend: [
      { label: "all pairs", color: COLORS.ink, shape: "line" },
      { label: "pairs that bought", color: COLORS.orange, shape: "line" },
      { label: "pairs that did not", color: COLORS.sky, shape: "line" },
      { label: "a decile of the pairs", color: COLORS.pink, shape: "dot" },
    ],
  });
}

function numericPlot(
  { mean, meanBought, individual, deciles = [] }: DependenceCurves,
  grid: number[],
  axis: string,
): Plot.PlotOptions {
  const { place, isApart, ticks, tickFormat } = numericAxis(grid);
  const [low, high] = [grid[0]!, grid.at(-1)!];
  const most = Math.max(...mean, ...meanBought, ...individual.flatMap(({ values }) => values));
  const places = (values: number[], apart: boolean) =>
    values.map((y, i) => ({ x: place(grid[i]!), y, apart: isApart(grid[i]!) }))
      .filter((point) => point.apart === apart);
  const curve = (values: number[], style: Plot.LineOptions & { r: number }) => [
    Plot.line(places(values, false), { x: "x", y: "y", ...style }),
    Plot.dot(places(values, true), {
      x: "x",
      y: "y",
      fill: style.stroke as string,
      fillOpacity: style.strokeOpacity ?? 1,
      r: style.r,
    }),
  ];
  return {
    x: { label: "value of the feature", ticks, tickFormat },
    y: { ...probabilityScale(most), label: axis, grid: true, insetTop: BELOW_AXIS_NAME },
    marks: [
      individual.map(({ values, bought }) =>
        curve(values, {
          stroke: bought ? COLORS.orange : COLORS.sky,
          strokeWidth: 0.75,
          strokeOpacity: 0.5,
          r: 1.5,
        })
      ),
      curve(meanBought, { stroke: COLORS.orange, strokeWidth: 2.5, r: 4 }),
      curve(mean, { stroke: COLORS.ink, strokeWidth: 2.5, r: 4 }),
      Plot.dot(deciles.filter((value) => value >= low && value <= high), {
        x: place,
        frameAnchor: "bottom",
        r: 2.5,
        fill: COLORS.pink,
      }),
    ],
  };
}

/**
 * A square-root scale: most pairs have a probability of a few percent, whose mean would be a flat line
 * below the single pairs on a linear one.
 */
function probabilityScale(most: number): Plot.ScaleOptions {
  const ticks = [0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1].filter((tick) => tick <= 1.05 * most);
  return { type: "sqrt", domain: [0, most], ticks, tickFormat: String };
}

function categoricalPlot(
  { mean, meanBought, individual }: DependenceCurves,
  categories: string[],
  axis: string,
): Plot.PlotOptions {
  const grid = categories.slice(0, MOST_CATEGORIES);
  const dots = individual.flatMap(({ values, bought }) =>
    values.slice(0, grid.length).map((x, row) => ({
      x,
      row,
      color: bought ? COLORS.orange : COLORS.sky,
    }))
  );
  return {
    x: { label: axis, grid: true, ticks: 4, zero: true, nice: true },
    y: {
      type: "band",
      label: null,
      domain: grid.map((_, row) => row),
      tickFormat: (row: number) => grid[row]!,
      tickSize: 0,
    },
    marks: [
      Plot.tickX(dots, { x: "x", y: "row", stroke: "color", strokeOpacity: 0.35 }),
      Plot.dot(meanBought.slice(0, grid.length).map((x, row) => ({ x, row })), {
        x: "x",
        y: "row",
        fill: COLORS.orange,
        r: 4,
      }),
      Plot.dot(mean.slice(0, grid.length).map((x, row) => ({ x, row })), {
        x: "x",
        y: "row",
        fill: COLORS.ink,
        r: 4,
      }),
    ],
  };
}
