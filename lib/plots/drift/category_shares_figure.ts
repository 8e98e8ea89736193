import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { separated } from "../drawing/ticks.ts";
import { rowLabels } from "../drawing/row_labels.ts";

/** The counts of a category in two sets of rows. */
export interface CategoryCounts {
  category: string;
  reference: number;
  current: number;
}

/** 0.975 quantile of the normal distribution. */
const Z = 1.959964;

/**
 * Shares of categories in the reference and in the current rows, with 95% Wilson intervals. They
 * assume independent rows; rows of one customer are similar, so true intervals are wider.
 *
 * @param categories the `top` (default 15) most frequent are drawn.
 */
export function categorySharesFigure(
  categories: CategoryCounts[],
  { top = 15, ...text }: FigureText & { top?: number },
): Figure {
  const totals = { reference: 0, current: 0 };
  for (const { reference, current } of categories) {
    totals.reference += reference;
    totals.current += current;
  }
  const shown = [...categories].sort((a, b) => b.reference - a.reference || b.current - a.current)
    .slice(0, top);
  if (shown.length === 0) return renderFigure([], text);
  const dots = shown.flatMap((counts, row) =>
    (["reference", "current"] as const).map((which) => ({
      ...wilson(counts[which], totals[which]),
      y: row + (which === "reference" ? -0.14 : 0.14),
      color: which === "reference" ? COLORS.blue : COLORS.orange,
    }))
  );
  const shareOf = ({ reference, current }: CategoryCounts) => ({
    from: reference / totals.reference,
    to: current / totals.current,
  });
  const change = (counts: CategoryCounts) => shareOf(counts).to - shareOf(counts).from;
  const most = shown.reduce((a, b) => Math.abs(change(b)) > Math.abs(change(a)) ? b : a);
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const finding = `Largest change: ${most.category}, from ${percent(shareOf(most).from)} to ${
    percent(shareOf(most).to)
  }`;
  const labels = shown.map(({ category }) => ({ label: category }));
  return renderFigure((room) => ({
    x: { label: "share of purchases", grid: true, zero: true, nice: true, tickFormat: "%" },
    y: { axis: null, domain: [-0.6, shown.length - 0.4], reverse: true },
    marks: [
      rowLabels(labels, room).marks,
      Plot.ruleY(dots, { x1: "low", x2: "high", y: "y", stroke: "color", strokeWidth: 2 }),
      Plot.dot(dots, { x: "share", y: "y", fill: "color", r: 3.5 }),
    ],
  }), {
    ...text,
    finding,
    height: 50 + 30 * shown.length,
    legend: [
      {
        label: `reference (${separated(totals.reference)} purchases)`,
        color: COLORS.blue,
        shape: "dot",
      },
      {
        label: `current (${separated(totals.current)} purchases)`,
        color: COLORS.orange,
        shape: "dot",
      },
    ],
  });
}

/** Wilson (1927), "Probable inference, the law of succession, and statistical inference". */
function wilson(count: number, total: number) {
  if (total === 0) return { share: NaN, low: NaN, high: NaN };
  const share = count / total, spread = Z ** 2 / total;
  const middle = (share + spread / 2) / (1 + spread);
  const half = Z / (1 + spread) * Math.sqrt(share * (1 - share) / total + spread / (4 * total));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
