import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText, Panel } from "../drawing/lay_out.ts";
import { quantiles } from "../../stats/quantile.ts";
import { BELOW_AXIS_NAME, COLORS } from "../drawing/style.ts";
import { inWords } from "../drawing/ticks.ts";
import type { RowLabel } from "../drawing/row_labels.ts";

/** One feature of the explained rows, and its contributions. */
export interface FeatureDependence extends RowLabel {
  /** Value of the feature per row: a number (NaN if missing) or a text. */
  values: ArrayLike<number> | string[];
  /** SHAP value per row. */
  contributions: ArrayLike<number>;
}

const MOST_CATEGORIES = 10;
/** Pixels of a category, so that three plots fit beside each other. */
const LABEL_WIDTH = 110;

/**
 * Small multiples of the contribution of a feature against its value, one dot per row, coloured by
 * whether the pair bought. Numeric plots omit rows without a value, and draw those beyond the 1st
 * and 99th percentile at the edge.
 *
 * @param labels 0 or 1 per row.
 * @param axis unit of the contributions.
 */
export function shapDependenceFigure(
  features: FeatureDependence[],
  labels: Uint8Array,
  { title, subtitle, caption, axis }: FigureText & { axis: string },
): Figure {
  const panels = features.map(({ label, note, values, contributions }): Panel => {
    const dots = Array.from(contributions, (y, i) => ({
      x: values[i]!,
      y,
      color: labels[i] ? COLORS.orange : COLORS.sky,
    }));
    return {
      title: label,
      note,
      labelWidth: LABEL_WIDTH,
      plot: typeof values[0] === "string" ? byText(dots, axis) : byNumber(dots, axis),
    };
  });
  const finding = features.map(({ label, contributions }) => {
    const [low, high] = quantiles(Float64Array.from(contributions), [0.05, 0.95]);
    return `${label}: nine in ten contributions are between ${inWords(low!)} and ${inWords(high!)}`;
  }).join("; ");
  return renderFigure(panels, {
    title,
    finding,
    subtitle,
    caption,
    columns: 3,
    width: 960,
    height: 220,
    legend: [
      { label: "the pair bought", color: COLORS.orange, shape: "dot" },
      { label: "it did not", color: COLORS.sky, shape: "dot" },
    ],
  });
}

interface Dot {
  x: number | string;
  y: number;
  color: string;
}

function byNumber(dots: Dot[], axis: string): Plot.PlotOptions {
  const known = dots.filter(({ x }) => x === x);
  const [low = 0, high = 1] = quantiles(
    Float64Array.from(known, ({ x }) => Number(x)),
    [0.01, 0.99],
  );
  return {
    x: {
      label: "value of the feature",
      ticks: 4,
      clamp: true,
      domain: low < high ? [low, high] : [low, low + 1],
    },
    y: { label: axis, grid: true, ticks: 5, nice: true, insetTop: BELOW_AXIS_NAME },
    marks: [
      Plot.ruleY([0], { stroke: COLORS.muted }),
      Plot.dot(known, {
        x: "x",
        y: "y",
        fill: "color",
        fillOpacity: 0.7,
        r: 2,
      }),
    ],
  };
}

/** The most frequent categories on the vertical axis, the contribution on the horizontal one. */
function byText(dots: Dot[], axis: string): Plot.PlotOptions {
  const counts = new Map<string, number>();
  for (const { x } of dots) counts.set(String(x), (counts.get(String(x)) ?? 0) + 1);
  const shown = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_CATEGORIES).map(([name]) => name);
  return {
    x: { label: axis, grid: true, ticks: 4, nice: true },
    y: {
      type: "band",
      label: null,
      domain: shown,
      tickSize: 0,
    },
    marks: [
      Plot.ruleX([0], { stroke: COLORS.muted }),
      Plot.tickX(dots.filter(({ x }) => shown.includes(String(x))), {
        x: "y",
        y: "x",
        stroke: "color",
        strokeOpacity: 0.6,
      }),
    ],
  };
}
