import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText, Panel } from "../drawing/lay_out.ts";
import { BELOW_AXIS_NAME, COLORS, FAINT_TO_STRONG, VISIBLE } from "../drawing/style.ts";
import { rampColor } from "../color/ramp_color.ts";
import { inWords, logTicks, roundTicks } from "../drawing/ticks.ts";

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
      color: value === best ? COLORS.orange : rampColor(
        FAINT_TO_STRONG,
        VISIBLE + (1 - VISIBLE) * i / Math.max(1, trials.length - 1),
      ),
    }));
    const [low, high] = numeric
      ? [Math.min(...values as number[]), Math.max(...values as number[])]
      : [0, 0];
    // half a level of a tree is no setting
    const whole = values.every(Number.isInteger);
    const scale = numeric ? logarithmic.includes(name) ? "log" : "linear" : "point";
    return {
      title: name,
      plot: {
        x: {
          type: scale,
          label: null,
          ...(scale !== "linear"
            ? {}
            : whole
            ? { ticks: roundTicks(low, high, { most: 6, whole }), tickFormat: inWords }
            : { ticks: 4, nice: true }),
          ...(scale === "log" ? logTicks(low, high, { whole }) : {}),
        },
        y: { label: axis, grid: true, ticks: 5, nice: true, insetTop: BELOW_AXIS_NAME },
        inset: 6,
        marks: [Plot.dot(dots, { x: "x", y: "y", fill: "color", r: 4, stroke: COLORS.ground })],
      },
    };
  });
  const winner = trials.find(({ value }) => value === best);
  const finding = winner && `Best: ${best.toFixed(3)} with ${
    names.map((name) => {
      const value = winner.settings[name]!;
      return `${name} ${typeof value === "number" ? inWords(value) : value}`;
    }).join(", ")
  }`;
  return renderFigure(panels, {
    ...text,
    finding,
    columns: 3,
    width: 960,
    height: 220,
    legend: [
      { label: "an early trial", color: rampColor(FAINT_TO_STRONG, VISIBLE), shape: "dot" },
      { label: "a late one", color: rampColor(FAINT_TO_STRONG, 1), shape: "dot" },
      { label: "the best", color: COLORS.orange, shape: "dot" },
    ],
  });
}
