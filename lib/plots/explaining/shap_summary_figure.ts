import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure, type Room } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS, LOW_TO_HIGH } from "../drawing/style.ts";
import { rampColor } from "../color/ramp_color.ts";
import { inWords } from "../drawing/ticks.ts";
import { type RowLabel, rowLabels } from "../drawing/row_labels.ts";

/** Contributions of one feature to the scores of the explained rows. */
export interface FeatureContributions extends RowLabel {
  /** SHAP value per row. */
  contributions: ArrayLike<number>;
  /** Value of the feature per row; NaN if missing, absent for a categorical feature. */
  values?: ArrayLike<number>;
}

const ROW = 34;

/**
 * The summary ("beeswarm") of Lundberg et al. (2020): one line per feature, one dot per explained
 * row. The position is the contribution, the colour the rank of the feature's value. Overlapping
 * dots are stacked, so a line is thick where there are many rows.
 *
 * @param features in drawing order; the first `top` (default 15) are drawn.
 * @param axis unit of the contributions.
 */
export function shapSummaryFigure(
  features: FeatureContributions[],
  { title, subtitle, caption, axis, top = 15 }: FigureText & { axis: string; top?: number },
): Figure {
  const shown = features.slice(0, top);
  if (shown.length === 0) return renderFigure([], { title, subtitle, caption });
  const size = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
  const finding = "Mean size of a contribution: " +
    shown.slice(0, 3).map(({ label, contributions }) => `${label} ${inWords(size(contributions))}`)
      .join(", ");
  const extent = shown.flatMap(({ contributions }) => Array.from(contributions));
  const low = Math.min(0, ...extent), high = Math.max(0, ...extent);
  const dots = shown.flatMap((feature, row) => swarm(feature, row, (high - low) / 150));
  const labels = (room: Room) => rowLabels(shown, room);
  return renderFigure((room) => ({
    x: { label: axis, grid: true, nice: true, domain: [low, high] },
    y: { axis: null, domain: [-0.6, shown.length - 0.4], reverse: true },
    marks: [
      labels(room).marks,
      Plot.ruleX([0], { stroke: COLORS.muted }),
      Plot.dot(dots, { x: "x", y: "y", fill: "color", r: 1.8 }),
    ],
  }), {
    title,
    subtitle,
    caption,
    finding,
    width: 860,
    height: (room) => 50 + Math.max(ROW, labels(room).rowHeight) * shown.length,
    legend: { low: "low value of the feature", high: "high", scale: LOW_TO_HIGH },
  });
}

/** Dots of one line: bins of width `step`, filled from the middle, at most 0.42 lines each way. */
function swarm({ contributions, values }: FeatureContributions, row: number, step: number) {
  const n = contributions.length;
  const shares = values ? rankShares(values) : new Float64Array(n).fill(NaN);
  const size = new Map<number, number>();
  const bins = Array.from(contributions, (x) => step > 0 ? Math.round(x / step) : 0);
  for (const bin of bins) size.set(bin, (size.get(bin) ?? 0) + 1);
  const spacing = Math.min(0.09, 0.84 / Math.max(...size.values()));
  const placed = new Map<number, number>();
  return bins.map((bin, i) => {
    const place = placed.get(bin) ?? 0;
    placed.set(bin, place + 1);
    const offset = (place % 2 ? 1 : -1) * Math.ceil(place / 2) * spacing;
    const share = shares[i]!;
    const color = share === share ? rampColor(LOW_TO_HIGH, share) : COLORS.pale;
    return { x: contributions[i]!, y: row + offset, color };
  });
}

/** Rank of each value, scaled to 0 to 1; equal values share a rank, NaN stays NaN. */
function rankShares(values: ArrayLike<number>): Float64Array {
  const distinct = [...new Set(Array.from(values).filter((value) => value === value))]
    .sort((a, b) => a - b);
  const share = new Map(distinct.map((value, i) => [value, i / Math.max(1, distinct.length - 1)]));
  return Float64Array.from(values, (value) => share.get(value) ?? NaN);
}
