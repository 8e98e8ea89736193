import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { SERIES } from "../drawing/style.ts";
import { separated } from "../drawing/ticks.ts";

/**
 * The share of a customer's purchases in a list of `k` products, one line per model.
 *
 * @param models recall at each `k`, `k` ascending.
 */
export function recallAtKFigure(
  models: { label: string; points: { k: number; recall: number }[] }[],
  text: FigureText,
): Figure {
  if (models.length === 0) return renderFigure([], text);
  const ks = [...new Set(models.flatMap(({ points }) => points.map(({ k }) => k)))]
    .sort((a, b) => a - b);
  const finding = models.map(({ label, points }) => {
    const shares = points.filter((_, i) => i === 0 || i === points.length - 1)
      .map(({ k, recall }) => `${(100 * recall).toFixed(0)}% in ${k}`);
    return `${label} finds ${shares.join(" and ")} products`;
  }).join("; ");
  return renderFigure({
    x: { label: "products listed per customer", ticks: ks, tickFormat: separated },
    y: { label: "share of purchases in the list", domain: [0, 1], grid: true, tickFormat: "%" },
    marks: models.map(({ points }, i) => [
      Plot.line(points, {
        x: "k",
        y: "recall",
        stroke: SERIES[i % SERIES.length]!,
        strokeWidth: 2,
      }),
      Plot.dot(points, { x: "k", y: "recall", fill: SERIES[i % SERIES.length]!, r: 3.5 }),
    ]),
  }, {
    ...text,
    finding,
    width: 620,
    legend: models.map(({ label }, i) => ({
      label,
      color: SERIES[i % SERIES.length]!,
      shape: "line",
    })),
  });
}
