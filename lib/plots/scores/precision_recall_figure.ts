import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS, SERIES } from "../drawing/style.ts";

/** The precision–recall curve of one model. */
export interface NamedCurve {
  label: string;
  /** Recall ascending. */
  points: { recall: number; precision: number; threshold: number }[];
}

/**
 * Precision–recall curves in one plot, with the decision threshold marked on the first, and the
 * precision of a random order.
 *
 * @param options.prior share of positives among all rows.
 * @param options.decisionThreshold marks the first point whose threshold is at most this.
 */
export function precisionRecallFigure(
  curves: NamedCurve[],
  { prior, decisionThreshold, ...text }: FigureText & { prior: number; decisionThreshold?: number },
): Figure {
  if (curves.length === 0) return renderFigure([], text);
  const at = decisionThreshold === undefined
    ? undefined
    : curves[0]?.points.findLast(({ threshold }) => threshold >= decisionThreshold);
  const finding = curves.map(({ label, points }) => {
    const half = points.filter(({ recall }) => recall >= 0.5)
      .reduce((best, { precision }) => Math.max(best, precision), 0);
    return `${label}: ${percent(half)} of a list that finds half of the purchases is bought`;
  }).join("; ");
  return renderFigure({
    x: { label: "recall: share of the purchases that are listed", domain: [0, 1], tickFormat: "%" },
    y: {
      label: "precision: share of the list that is bought",
      domain: [0, 1],
      grid: true,
      tickFormat: "%",
    },
    marks: [
      Plot.ruleY([prior], { stroke: COLORS.muted, strokeDasharray: "4,3" }),
      curves.map(({ points }, i) =>
        Plot.line(points, {
          x: "recall",
          y: "precision",
          stroke: SERIES[i % SERIES.length]!,
          strokeWidth: 2,
        })
      ),
      at && Plot.dot([at], { x: "recall", y: "precision", fill: COLORS.ink, r: 5 }),
    ],
  }, {
    ...text,
    finding,
    width: 620,
    height: 420,
    legend: [
      ...curves.map(({ label }, i) => ({
        label,
        color: SERIES[i % SERIES.length]!,
        shape: "line" as const,
      })),
      ...(at
        ? [{
          label:
            `threshold ${decisionThreshold!.toFixed(3)}: precision ${percent(at.precision)}, ` +
            `recall ${percent(at.recall)}`,
          color: COLORS.ink,
          shape: "dot" as const,
        }]
        : []),
      { label: `a random order (${percent(prior)} bought)`, color: COLORS.muted, shape: "dashed" },
    ],
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
