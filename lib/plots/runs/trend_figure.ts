import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { weekAxis } from "../drawing/week_axis.ts";

/** A value of a week. */
export interface TrendPoint {
  /** Week index. */
  week: number;
  value: number;
  /** Ends of its interval. */
  low?: number | undefined;
  high?: number | undefined;
}

/** One of the series of a trend. */
export interface TrendSeries {
  /** Its name in the legend. */
  label: string;
  color: keyof typeof COLORS;
  /** A line with dots and intervals, dots or rings on their own, or only the intervals. */
  shape: "line" | "dot" | "ring" | "interval";
  points: TrendPoint[];
}

/** Pixels: as wide as a phone, so that labels stay readable there. */
const WIDTH = 380;

/** Pixels of its weeks, about. */
const PLOT_WIDTH = 300;

/**
 * A small figure of a few series over the weeks, such as one of several beside each other: lines with
 * their intervals, dots, and rings for what happened.
 *
 * @param options.zero whether the axis begins at 0.
 * @param options.format a number in the language of the page.
 */
export function trendFigure(
  series: TrendSeries[],
  { format, zero = false, ...text }: FigureText & {
    format: (value: number) => string;
    zero?: boolean;
  },
): Figure {
  const drawn = series.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return renderFigure([], { ...text, width: WIDTH });
  const weeks = drawn.flatMap(({ points }) => points.map(({ week }) => week));
  const [first, last] = [Math.min(...weeks), Math.max(...weeks)];
  return renderFigure({
    x: {
      label: null,
      domain: [first - 0.7, last + 0.7],
      ...weekAxis([first, last], { most: 6 }),
    },
    y: { label: null, grid: true, zero, nice: true, ticks: 5, tickFormat: format },
    marks: [
      zero ? Plot.ruleY([0], { stroke: COLORS.muted }) : null,
      drawn.map(({ shape, color, points }) =>
        marks(points, { shape, color: COLORS[color], step: PLOT_WIDTH / (last - first + 1) })
      ),
    ],
  }, {
    ...text,
    width: WIDTH,
    height: 200,
    legend: drawn.map(({ label, color, shape }) => ({
      label,
      color: COLORS[color],
      shape: shape === "interval" ? "square" as const : shape,
    })),
  });
}

function marks(
  points: TrendPoint[],
  { shape, color, step }: { shape: TrendSeries["shape"]; color: string; step: number },
): Plot.Markish[] {
  const sorted = points.toSorted((a, b) => a.week - b.week);
  const intervals = sorted.filter(({ low, high }) => low !== undefined && high !== undefined);
  const ends = { x: "week", y1: "low", y2: "high", stroke: color };
  switch (shape) {
    case "ring":
      return [Plot.dot(sorted, { x: "week", y: "value", stroke: color, strokeWidth: 1.8, r: 4.5 })];
    case "dot":
      return [Plot.dot(sorted, { x: "week", y: "value", fill: color, r: 4 })];
    case "interval":
      return [Plot.ruleX(intervals, { ...ends, strokeWidth: Math.min(7, 0.6 * step) })];
    case "line":
      return [
        Plot.ruleX(intervals, { ...ends, strokeWidth: 2.5, strokeOpacity: 0.4 }),
        Plot.line(sorted, { x: "week", y: "value", stroke: color, strokeWidth: 1.5 }),
        Plot.dot(sorted, { x: "week", y: "value", fill: color, r: 3 }),
      ];
  }
}
