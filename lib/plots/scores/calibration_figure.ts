import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { inWords, logTicks, separated } from "../drawing/ticks.ts";

/** Rows of similar probability: the mean prediction and the observed share. */
export interface CalibrationPoint {
  meanPredicted: number;
  shareOfPositives: number;
  count: number;
}

/** The words of the axes and of the legend, and numbers, in the language of the page. */
export interface CalibrationWords {
  predicted: string;
  bought: string;
  pairs: string;
  similar: string;
  perfect: string;
  /** A share in percent. */
  percent: (share: number) => string;
  /** A number of pairs. */
  count: (count: number) => string;
}

const ENGLISH: CalibrationWords = {
  predicted: "predicted probability",
  bought: "share that was bought",
  pairs: "pairs",
  similar: "pairs of similar probability",
  perfect: "perfect calibration",
  percent: (share) => `${Math.round(100 * share)}%`,
  count: inWords,
};

/**
 * Observed shares against predicted probabilities, with 95% intervals (normal approximation of a
 * share). The diagonal is perfect calibration. Next to it, the number of rows of each dot.
 */
export function calibrationFigure(
  points: CalibrationPoint[],
  text: FigureText,
  words: CalibrationWords = ENGLISH,
): Figure {
  if (points.length === 0) return renderFigure([], text);
  const dots = points.map((point) => {
    const { shareOfPositives: share, count } = point;
    const half = 1.96 * Math.sqrt(share * (1 - share) / count);
    return { ...point, low: Math.max(0, share - half), high: Math.min(1, share + half) };
  });
  const off = ({ meanPredicted, shareOfPositives }: CalibrationPoint) =>
    Math.abs(meanPredicted - shareOfPositives);
  const worst = points.reduce((a, b) => off(b) > off(a) ? b : a);
  const finding = `Furthest from the diagonal: of ${separated(worst.count)} pairs with a mean ` +
    `probability of ${percent(worst.meanPredicted)}, ${
      percent(worst.shareOfPositives)
    } were bought`;
  const most = Math.max(...points.map(({ count }) => count));
  const x = { label: words.predicted, domain: [0, 1], tickFormat: words.percent };
  return renderFigure([
    {
      plot: {
        x,
        y: { label: words.bought, domain: [0, 1], grid: true, tickFormat: words.percent },
        marks: [
          Plot.line([[0, 0], [1, 1]], { stroke: COLORS.muted, strokeDasharray: "4,3" }),
          Plot.line(dots, { x: "meanPredicted", y: "shareOfPositives", stroke: COLORS.blue }),
          Plot.ruleX(dots, { x: "meanPredicted", y1: "low", y2: "high", stroke: COLORS.blue }),
          Plot.dot(dots, { x: "meanPredicted", y: "shareOfPositives", fill: COLORS.blue, r: 4 }),
        ],
      },
    },
    {
      plot: {
        x,
        y: {
          type: "log",
          label: words.pairs,
          domain: [1, 2 * most],
          grid: true,
          ...logTicks(1, 2 * most),
          tickFormat: words.count,
        },
        marks: [
          Plot.ruleX(dots, {
            x: "meanPredicted",
            y1: 1,
            y2: "count",
            stroke: COLORS.pale,
            strokeWidth: 3,
          }),
          Plot.dot(dots, { x: "meanPredicted", y: "count", fill: COLORS.blue, r: 4 }),
        ],
      },
    },
  ], {
    ...text,
    finding,
    columns: 2,
    width: 900,
    height: 340,
    legend: [
      { label: words.similar, color: COLORS.blue, shape: "dot" },
      { label: words.perfect, color: COLORS.muted, shape: "dashed" },
    ],
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
