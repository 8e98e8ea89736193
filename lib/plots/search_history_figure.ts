import * as Plot from "@observablehq/plot";
import { type Figure, type FigureText, renderFigure } from "./figure.ts";
import { COLORS } from "./house_style.ts";

/**
 * The score of every trial in their order, with the best so far.
 *
 * @param values one a trial, higher is better.
 * @param options.axis what the score is.
 */
export function searchHistoryFigure(
  values: number[],
  { axis, ...text }: FigureText & { axis: string },
): Figure {
  if (values.length === 0) return renderFigure([], text);
  let best = -Infinity;
  const trials = values.map((value, i) => {
    best = Math.max(best, value);
    return { trial: i + 1, value, best, leads: value === best };
  });
  return renderFigure({
    x: {
      label: "trial",
      ticks: wholeTicks(values.length),
      domain: [0.5, values.length + 0.5],
      tickFormat: String,
    },
    y: { label: axis, grid: true, nice: true },
    marks: [
      Plot.line(trials, {
        x: "trial",
        y: "best",
        curve: "step-after",
        stroke: COLORS.orange,
        strokeWidth: 2,
      }),
      Plot.dot(trials, {
        x: "trial",
        y: "value",
        fill: ({ leads }) => leads ? COLORS.orange : COLORS.blue,
        r: 4,
      }),
    ],
  }, {
    ...text,
    legend: [
      { label: "a trial", color: COLORS.blue, shape: "dot" },
      { label: "the best so far", color: COLORS.orange, shape: "line" },
    ],
  });
}

/** Whole numbers from 1 to `last`, about ten of them. */
function wholeTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].find((step) => last / step <= 11) ??
    last;
  const ticks = [1];
  for (let tick = step; tick <= last; tick += step) if (tick > 1) ticks.push(tick);
  return ticks;
}
