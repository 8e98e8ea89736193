import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { SERIES } from "../drawing/style.ts";
import { weekName } from "../../table/time/week.ts";
import { inWords } from "../drawing/ticks.ts";
import { weekAxis } from "../drawing/week_axis.ts";

/** The score of one model in one week. */
export interface WeekScore {
  /** Week index. */
  week: number;
  /** Name in the legend. */
  model: string;
  /** Height of the line. */
  score: number;
  /** Lower end of an interval, if there is one. */
  low?: number;
  /** Upper end of the interval. */
  high?: number;
}

/**
 * One line per model over the weeks, with intervals. Models are side by side within a week, so that
 * intervals do not overlap. The legend shows the mean of each model.
 *
 * @param options.axis name of the score.
 */
export function scoreByWeekFigure(
  scores: WeekScore[],
  { axis, ...text }: FigureText & { axis: string },
): Figure {
  if (scores.length === 0) return renderFigure([], text);
  const models = [...new Set(scores.map(({ model }) => model))];
  const weeks = [...new Set(scores.map(({ week }) => week))].sort((a, b) => a - b);
  const series = models.map((model, i) => {
    const shift = 0.12 * (i - (models.length - 1) / 2);
    const points = scores.filter((score) => score.model === model)
      .sort((a, b) => a.week - b.week).map((score) => ({ ...score, x: score.week + shift }));
    const mean = points.reduce((sum, { score }) => sum + score, 0) / points.length;
    return {
      label: `${model} (mean of the weeks: ${mean.toFixed(3)})`,
      color: SERIES[i % SERIES.length]!,
      points,
    };
  });
  const finding = series.map(({ label, points }) => {
    const [lowest, ...others] = points.toSorted((a, b) => a.score - b.score);
    const highest = others.at(-1) ?? lowest!;
    return `${label}: from ${inWords(lowest!.score)} in ${weekName(lowest!.week)} to ${
      inWords(highest.score)
    } in ${weekName(highest.week)}`;
  }).join("; ");
  return renderFigure({
    x: {
      label: null,
      domain: [weeks[0]! - 0.5, weeks.at(-1)! + 0.5],
      ...weekAxis(weeks),
    },
    y: { label: axis, grid: true, nice: true },
    marks: series.map(({ color, points }) => [
      Plot.line(points, { x: "x", y: "score", stroke: color, strokeWidth: 1.5 }),
      Plot.ruleX(points.filter(({ low }) => low !== undefined), {
        x: "x",
        y1: "low",
        y2: "high",
        stroke: color,
        strokeWidth: 1.5,
      }),
      Plot.dot(points, { x: "x", y: "score", fill: color, r: 3.5 }),
    ]),
  }, {
    ...text,
    finding,
    legend: series.map(({ label, color }) => ({ label, color, shape: "line" })),
  });
}
