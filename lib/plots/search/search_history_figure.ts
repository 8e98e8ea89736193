import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";

/** The result of a trial. */
export interface ScoredTrial {
  /** Such as `complete` or `pruned`. */
  state: string;
  /** Higher is better; the last report of a pruned trial. */
  value: number | null;
}

/**
 * The score of every trial in order, with the best so far. Pruned trials are rings: they were not
 * fully evaluated, and do not count for the best.
 *
 * @param options.axis name of the score.
 */
export function searchHistoryFigure(
  trials: ScoredTrial[],
  { axis, ...text }: FigureText & { axis: string },
): Figure {
  let best = -Infinity;
  const dots = trials.flatMap(({ state, value }, i) => {
    if (value === null) return [];
    const complete = state === "complete";
    if (complete) best = Math.max(best, value);
    return [{ trial: i + 1, value, best, complete, leads: value === best }];
  });
  if (dots.length === 0) return renderFigure([], text);
  const steps = dots.filter(({ best }) => best > -Infinity);
  const hasPruned = dots.some(({ complete }) => !complete);
  const leader = dots.findLast(({ complete, leads }) => complete && leads);
  const finding = leader === undefined
    ? "No trial was completed"
    : `Best: ${leader.value.toFixed(3)} in trial ${leader.trial} of ${trials.length}`;
  return renderFigure({
    x: {
      label: "trial",
      ticks: wholeTicks(trials.length),
      domain: [0.5, trials.length + 0.5],
      tickFormat: String,
    },
    y: { label: axis, grid: true, nice: true },
    marks: [
      // faint and behind: on fewer weeks a trial may seem better than the best one
      Plot.dot(dots.filter(({ complete }) => !complete), {
        x: "trial",
        y: "value",
        stroke: COLORS.pale,
        r: 3.5,
      }),
      Plot.line(steps, {
        x: "trial",
        y: "best",
        curve: "step-after",
        stroke: COLORS.orange,
        strokeWidth: 2,
      }),
      Plot.dot(dots.filter(({ complete }) => complete), {
        x: "trial",
        y: "value",
        fill: ({ leads }) => leads ? COLORS.orange : COLORS.blue,
        r: 4,
      }),
    ],
  }, {
    ...text,
    finding,
    legend: [
      { label: "a trial", color: COLORS.blue, shape: "dot" },
      ...(hasPruned
        ? [{ label: "pruned, on fewer weeks", color: COLORS.pale, shape: "ring" as const }]
        : []),
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
