import * as Plot from "@observablehq/plot";
import { type Figure, type FigureText, type Panel, renderFigure } from "../drawing/figure.ts";
import { COLORS, PALE_TO_DARK } from "../drawing/style.ts";
import { rampColor } from "../drawing/legend.ts";
import { powersOfTen } from "../drawing/ticks.ts";

/** The settings of one trial and their score. */
export interface ScoredSettings {
  /** By name. */
  settings: Record<string, number | string | boolean>;
  /** Score of the trial. */
  value: number;
}

/**
 * For each parameter that varied, the score of every trial against its value. Later trials are
 * darker, the best is orange.
 *
 * @param trials in order.
 * @param options.axis name of the score.
 * @param options.logarithmic names of the parameters with a logarithmic scale.
 */
export function searchSlicesFigure(
  trials: ScoredSettings[],
  { axis, logarithmic = [], ...text }: FigureText & { axis: string; logarithmic?: string[] },
): Figure {
  const best = Math.max(...trials.map(({ value }) => value));
  const names = Object.keys(trials[0]?.settings ?? {})
    .filter((name) => new Set(trials.map(({ settings }) => settings[name])).size > 1);
  const panels = names.map((name): Panel => {
    const values = trials.map(({ settings }) => settings[name]!);
    const numeric = values.every((value) => typeof value === "number");
    const dots = trials.map(({ value }, i) => ({
      x: numeric ? values[i]! : String(values[i]),
      y: value,
      color: value === best
        ? COLORS.orange
        : rampColor(PALE_TO_DARK, 0.25 + 0.75 * i / Math.max(1, trials.length - 1)),
    }));
    const scale = numeric ? logarithmic.includes(name) ? "log" : "linear" : "point";
    return {
      title: name,
      plot: {
        x: {
          type: scale,
          label: null,
          ...(numeric ? { ticks: 4, nice: scale === "linear" } : {}),
          ...(scale === "log" ? logTicks(values as number[]) : {}),
        },
        y: { label: axis, grid: true, ticks: 5, nice: true },
        inset: 6,
        marks: [Plot.dot(dots, { x: "x", y: "y", fill: "color", r: 4, stroke: "white" })],
      },
    };
  });
  return renderFigure(panels, {
    ...text,
    columns: 3,
    width: 960,
    height: 220,
    legend: [
      { label: "an early trial", color: rampColor(PALE_TO_DARK, 0.25), shape: "dot" },
      { label: "a late one", color: PALE_TO_DARK.at(-1)!, shape: "dot" },
      { label: "the best", color: COLORS.orange, shape: "dot" },
    ],
  });
}

/** Powers of ten, or the two ends of a range with fewer than two of them. */
function logTicks(values: number[]) {
  const low = Math.min(...values), high = Math.max(...values);
  const powers = powersOfTen(low, high);
  // three digits: a label such as 0.08492405405836598 would overlap its neighbour
  const tickFormat = (value: number) => String(Number(value.toPrecision(3)));
  return { ticks: powers.length > 1 ? powers : [low, high], tickFormat };
}
