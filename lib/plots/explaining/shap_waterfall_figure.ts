import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText, Panel } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { inWords } from "../drawing/ticks.ts";

/** One pair, and the contribution of each feature to its score. */
export interface ExplainedPair {
  /** The pair, such as "customer 12, product 7". */
  label: string;
  note?: string | undefined;
  /** The score without any feature. */
  baseValue: number;
  /** By feature, in any order; `value` as text. */
  contributions: { feature: string; value: string; contribution: number }[];
}

const MOST_BARS = 8;
/** Pixels of a feature's name and value, so that two plots fit beside each other. */
const LABEL_WIDTH = 280;

/**
 * Waterfalls, one per pair: from the base value, feature by feature, to the pair's score. The
 * features with the largest contributions come last; all others share the first bar.
 *
 * @param axis unit of the contributions, such as "probability".
 */
export function shapWaterfallFigure(
  pairs: ExplainedPair[],
  { title, subtitle, caption, axis }: FigureText & { axis: string },
): Figure {
  const finding = pairs.map(({ label, baseValue, contributions }) => {
    const score = contributions.reduce((sum, { contribution }) => sum + contribution, baseValue);
    const [first] = bySize(contributions);
    return `${label}: from ${inWords(baseValue)} to ${inWords(score)}` +
      (first ? `, most by ${first.feature} (${signed(first.contribution)})` : "");
  }).join("; ");
  return renderFigure(
    pairs.map((pair): Panel => ({
      title: pair.label,
      note: pair.note,
      labelWidth: LABEL_WIDTH,
      plot: waterfall(pair, axis),
    })),
    {
      title,
      finding,
      subtitle,
      caption,
      columns: 2,
      width: 1060,
      height: 230,
      legend: [
        { label: "raises the score", color: COLORS.orange, shape: "square" },
        { label: "lowers it", color: COLORS.sky, shape: "square" },
      ],
    },
  );
}

function waterfall({ baseValue, contributions }: ExplainedPair, axis: string): Plot.PlotOptions {
  const sorted = bySize(contributions);
  const rest = sorted.slice(MOST_BARS);
  const others = rest.reduce((sum, { contribution }) => sum + contribution, 0);
  const steps = [
    ...sorted.slice(0, MOST_BARS).map(({ feature, value, contribution }) => ({
      label: `${feature} = ${value}`,
      contribution,
    })),
    ...(rest.length > 0 ? [{ label: `${rest.length} other features`, contribution: others }] : []),
  ].reverse();
  let from = baseValue;
  const bars = steps.map(({ label, contribution }, rank) => {
    const x1 = from;
    from += contribution;
    return { rank, label, x1, x2: from, contribution };
  });
  return {
    x: { label: axis, grid: true, ticks: 5, nice: true, insetRight: 40 },
    y: {
      type: "band",
      label: null,
      domain: bars.map(({ rank }) => rank).reverse(),
      tickFormat: (rank: number) => bars[rank]!.label,
      tickSize: 0,
    },
    marks: [
      Plot.ruleX([baseValue], { stroke: COLORS.muted, strokeDasharray: "3,3" }),
      Plot.ruleX([from], { stroke: COLORS.ink }),
      Plot.barX(bars, {
        x1: "x1",
        x2: "x2",
        y: "rank",
        fill: ({ contribution }) => contribution < 0 ? COLORS.sky : COLORS.orange,
        insetTop: 3,
        insetBottom: 3,
      }),
      Plot.text(bars, {
        x: ({ x1, x2 }) => Math.max(x1, x2),
        y: "rank",
        text: ({ contribution }) => signed(contribution),
        textAnchor: "start",
        dx: 4,
        fill: COLORS.muted,
        stroke: COLORS.ground, // covers the line of the score
      }),
    ],
  };
}

function bySize<T extends { contribution: number }>(contributions: T[]): T[] {
  return contributions.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}
