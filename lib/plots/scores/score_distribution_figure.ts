import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { inWords, logTicks, separated } from "../drawing/ticks.ts";

const BINS = 40;

/**
 * Histogram of probabilities, on a logarithmic scale because nearly all are close to 0; with
 * labels, separate curves for bought and not bought.
 *
 * @param probabilities one per pair, in [0, 1].
 * @param options.labels 0 or 1 per pair.
 * @param options.decisionThreshold drawn as a line.
 */
export function scoreDistributionFigure(
  probabilities: Float64Array,
  { labels, decisionThreshold, ...text }: FigureText & {
    labels?: Uint8Array;
    decisionThreshold?: number;
  },
): Figure {
  if (probabilities.length === 0) return renderFigure([], text);
  const counts = [new Float64Array(BINS), new Float64Array(BINS)];
  for (let i = 0; i < probabilities.length; i++) {
    const bin = Math.min(BINS - 1, Math.floor(probabilities[i]! * BINS));
    counts[labels?.[i] ? 1 : 0]![bin]!++;
  }
  const curves = labels ? counts : counts.slice(0, 1);
  // Zero is drawn as 0.5, because of the logarithmic scale.
  const steps = curves.map((bins) =>
    [...bins].flatMap((count, bin) => [
      { x: bin / BINS, y: Math.max(0.5, count) },
      { x: (bin + 1) / BINS, y: Math.max(0.5, count) },
    ])
  );
  const most = Math.max(1, ...curves.flatMap((bins) => [...bins]));
  const above = (limit: number) => probabilities.filter((p) => p > limit).length;
  const finding = `Of ${separated(probabilities.length)} pairs, ${
    [...new Set([0.1, decisionThreshold ?? 0.5])].map((limit) =>
      `${separated(above(limit))} are above ${inWords(limit)}`
    ).join(" and ")
  }`;
  return renderFigure({
    x: { label: "probability", domain: [0, 1], tickFormat: "%" },
    y: {
      type: "log",
      label: "pairs",
      domain: [0.5, most * 1.3],
      grid: true,
      ...logTicks(0.5, most * 1.3),
    },
    marks: [
      steps.map((points, i) => {
        const color = i === 1 ? COLORS.orange : COLORS.blue;
        return [
          Plot.areaY(points, { x: "x", y1: 0.5, y2: "y", fill: color, fillOpacity: 0.15 }),
          Plot.line(points, { x: "x", y: "y", stroke: color, strokeWidth: 1.5 }),
        ];
      }),
      decisionThreshold === undefined
        ? null
        : Plot.ruleX([decisionThreshold], { stroke: COLORS.ink, strokeDasharray: "4,3" }),
    ],
  }, {
    ...text,
    finding,
    legend: [
      { label: labels ? "not bought" : "all pairs", color: COLORS.blue, shape: "line" },
      ...(labels ? [{ label: "bought", color: COLORS.orange, shape: "line" as const }] : []),
      ...(decisionThreshold === undefined ? [] : [{
        label: `decision threshold ${decisionThreshold.toFixed(3)}`,
        color: COLORS.ink,
        shape: "dashed" as const,
      }]),
    ],
  });
}
