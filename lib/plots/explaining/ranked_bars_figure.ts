import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure, type Room } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { inWords } from "../drawing/ticks.ts";
import { type RowLabel, rowLabels } from "../drawing/row_labels.ts";

/** One bar, in the unit of the axis. */
export interface RankedBar extends RowLabel {
  /** Length of the bar. */
  value: number;
  /** Lower end of an interval around `value`, if there is one. */
  low?: number;
  /** Upper end of the interval. */
  high?: number;
}

/**
 * Bars sorted by length, longest first, with names and intervals: feature importances, best-selling
 * products.
 *
 * @param rows the `top` (default 20) largest are drawn.
 * @param options.axis label of the values, such as "fall of average precision".
 */
export function rankedBarsFigure(
  rows: RankedBar[],
  { title, subtitle, caption, axis, top = 20 }: FigureText & { axis: string; top?: number },
): Figure {
  const shown = [...rows].sort((a, b) => b.value - a.value).slice(0, top)
    .map((row, rank) => ({ ...row, rank }));
  if (shown.length === 0) return renderFigure([], { title, subtitle, caption });
  const finding = shown.slice(0, 3).map(({ label, value }) => `${label} ${inWords(value)}`).join(
    ", ",
  );
  const labels = (room: Room) => rowLabels(shown, room);
  return renderFigure((room) => {
    const { marks, rowHeight } = labels(room);
    const inset = 0.45 * rowHeight - 8; // bars of 16 pixels
    return {
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
    };
  }, {
    title,
    subtitle,
    caption,
    finding: `Largest: ${finding}`,
    height: (room) => 50 + labels(room).rowHeight * shown.length,
  });
}
