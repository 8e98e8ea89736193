import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "./figure.ts";
import { COLORS, FONT_SIZE } from "./house_style.ts";
import { wrapText } from "./text_width.ts";

/** How much one feature matters, in whatever unit the axis names. */
export interface FeatureImportance {
  label: string;
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
  const lines = shown.map(({ label }) => wrapText(label, 300, FONT_SIZE.plot));
  const rowHeight = lines.some((line) => line.length > 1) ? 32 : 22;
  return renderFigure({
    x: { label: axis, grid: true, nice: true },
    y: {
      type: "band",
      label: null,
      domain: shown.map(({ rank }) => rank),
      tickFormat: (rank: number) => lines[rank]!.join("\n"),
      tickSize: 0,
    },
    marks: [
      Plot.ruleX([0], { stroke: COLORS.muted }),
      Plot.barX(shown, { x: "value", y: "rank", fill: COLORS.blue, insetTop: 2, insetBottom: 2 }),
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
