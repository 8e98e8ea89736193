import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS, FAINT_TO_STRONG } from "../drawing/style.ts";
import { rampColor } from "../color/ramp_color.ts";
import { weekAxis } from "../drawing/week_axis.ts";

/** The decisions of a week. */
export interface DecidedWeek {
  /** Week index. */
  week: number;
  purchases: number;
  /** Whether it has far fewer purchases than earlier weeks. */
  low: boolean;
  /** Rows of the strip, in the same order every week. */
  rules: {
    name: string;
    /** An alarm at 1 or more. */
    strength: number;
    alarm: boolean;
  }[];
  /** Gain from retraining in the following week, with an interval. */
  gain?: { estimate: number; low: number; high: number } | undefined;
}

/**
 * A year of drift decisions: purchases per week, a strip of the rules (darker is closer to an
 * alarm; alarms are framed) and the gain of a new model in the following week.
 *
 * @param options.gain title of the lowest panel.
 */
export function driftYearFigure(
  weeks: DecidedWeek[],
  { gain, ...text }: FigureText & { gain: string },
): Figure {
  if (weeks.length === 0) return renderFigure([], text);
  const names = weeks[0]!.rules.map(({ name }) => name);
  const numbers = weeks.map(({ week }) => week);
  const x = {
    label: null,
    domain: [numbers[0]! - 0.5, numbers.at(-1)! + 0.5],
    ...weekAxis(numbers, { most: 14 }),
  };
  const cells = weeks.flatMap(({ week, rules }) =>
    rules.map(({ name, strength, alarm }) => ({
      x1: week - 0.45,
      x2: week + 0.45,
      y: name,
      alarm,
      color: rampColor(FAINT_TO_STRONG, strength),
    }))
  );
  const gains = weeks.flatMap(({ week, gain, low, rules }) =>
    gain
      ? [{
        week,
        ...gain,
        color: rules.at(-1)!.alarm ? COLORS.orange : low ? COLORS.sky : COLORS.blue,
      }]
      : []
  );
  const bars = weeks.map(({ week, purchases, low }) => ({
    x1: week - 0.4,
    x2: week + 0.4,
    purchases,
    color: low ? COLORS.sky : COLORS.pale,
  }));
  const finding = names.map((name, i) =>
    `${name}: an alarm in ${
      weeks.filter(({ rules }) => rules[i]!.alarm).length
    } of ${weeks.length} weeks`
  ).join("; ");
  return renderFigure([
    {
      title: "purchases per week",
      plot: {
        x,
        y: { label: null, grid: true, ticks: 4 },
        marks: [
          Plot.rect(bars, { x1: "x1", x2: "x2", y1: 0, y2: "purchases", fill: "color" }),
          Plot.ruleY([0]),
        ],
      },
    },
    {
      title: "decision of each rule",
      plot: {
        x,
        y: { type: "band", domain: names, label: null, padding: 0.1, tickSize: 0 },
        marks: [
          Plot.rect(cells, { x1: "x1", x2: "x2", y: "y", fill: "color" }),
          Plot.rect(cells.filter(({ alarm }) => alarm), {
            x1: "x1",
            x2: "x2",
            y: "y",
            fill: "none",
            stroke: COLORS.orange,
            strokeWidth: 2,
          }),
        ],
      },
    },
    ...(gains.length === 0 ? [] : [{
      title: gain,
      plot: {
        x,
        y: { label: null, grid: true, ticks: 5 },
        marks: [
          Plot.ruleY([0], { stroke: COLORS.muted }),
          Plot.ruleX(gains, {
            x: "week",
            y1: "low",
            y2: "high",
            stroke: "color",
            strokeWidth: 1.5,
          }),
          Plot.dot(gains, { x: "week", y: "estimate", fill: "color", r: 3 }),
        ],
      },
    }]),
  ], {
    ...text,
    finding,
    width: 900,
    height: 130,
    legend: [
      { label: "alarm (framed)", color: COLORS.orange },
      { label: "low week", color: COLORS.sky },
      { label: "far from an alarm", color: rampColor(FAINT_TO_STRONG, 0) },
      { label: "close to an alarm", color: rampColor(FAINT_TO_STRONG, 0.75) },
    ],
  });
}
