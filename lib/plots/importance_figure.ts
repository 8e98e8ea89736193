import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "./figure.ts";
import { COLORS } from "./house_style.ts";
import { type RowLabel, rowLabels } from "./row_labels.ts";

/** How much one feature matters, in whatever unit the axis names. */
export interface FeatureImportance extends RowLabel {
  value: number;
  /** Ends of an interval around `value`, where there is one. */
  low?: number;
  high?: number;
}

/**
 * Features as dots on a line each, most important first, with their intervals.
 *
 * @param features at most `top` (default 20) are drawn, those with the largest values.
 * @param axis what the values are, such as "fall of average precision".
 */
export function importanceFigure(
  features: FeatureImportance[],
  { title, subtitle, caption, axis, top = 20 }: {
    title: string;
    subtitle?: string;
    caption?: string;
    axis: string;
    top?: number;
  },
): Figure {
  const shown = [...features].sort((a, b) => b.value - a.value).slice(0, top)
    .map((feature, rank) => ({ ...feature, rank }));
  const { marks, rowHeight } = rowLabels(shown);
  const inset = 0.45 * rowHeight - 8; // bars of 16 pixels
  return renderFigure({
    x: { label: axis, grid: true, nice: true },
    y: { type: "band", axis: null, domain: shown.map(({ rank }) => rank) },
    marks: [
      marks,
      Plot.ruleX([0], { stroke: COLORS.muted }),
      Plot.barX(shown, {
        x: "value",
        y: "rank",
        fill: COLORS.blue,
        insetTop: inset,
        insetBottom: inset,
      }),
      Plot.ruleY(shown.filter(({ low }) => low !== undefined), {
        x1: "low",
        x2: "high",
        y: "rank",
        stroke: COLORS.ink,
        strokeWidth: 1.5,
      }),
    ],
  }, {
    title,
    subtitle,
    caption,
    height: 50 + rowHeight * shown.length,
  });
}
