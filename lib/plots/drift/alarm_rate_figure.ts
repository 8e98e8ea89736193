import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { SERIES } from "../drawing/style.ts";

/** The alarm rate of a rule at one size of a shift. */
export interface AlarmRate {
  /** Title of the panel, and its note. */
  shift: string;
  note: string;
  rule: string;
  /** Share that shifted. */
  size: number;
  rate: number;
  /** Ends of its interval. */
  low: number;
  high: number;
}

/**
 * Power curves: one panel per shift, one line per rule, the share of trials with an alarm against
 * the size of the shift, with intervals.
 */
export function alarmRateFigure(rates: AlarmRate[], text: FigureText): Figure {
  if (rates.length === 0) return renderFigure([], text);
  const rules = [...new Set(rates.map(({ rule }) => rule))];
  const colorOf = (rule: string) => SERIES[rules.indexOf(rule) % SERIES.length]!;
  const largest = Math.max(...rates.map(({ size }) => size));
  const finding = `Alarms when ${percent(largest)} shifted: ` +
    rates.filter(({ size }) => size === largest)
      .map(({ shift, note, rule, rate }) => `${shift}, ${note}, ${rule} ${percent(rate)}`).join(
        "; ",
      );
  return renderFigure(
    [...Map.groupBy(rates, ({ shift, note }) => JSON.stringify([shift, note]))].map(([key, of]) => {
      const [title, note] = JSON.parse(key) as [string, string];
      const sizes = [...new Set(of.map(({ size }) => size))].sort((a, b) => a - b);
      const own = rules.map((rule) =>
        of.filter((one) => one.rule === rule).sort((a, b) => a.size - b.size)
      );
      return {
        title,
        note,
        plot: {
          // sizes double, so steps are even
          x: {
            type: "point",
            domain: sizes,
            label: null,
            tickFormat: percent,
          },
          y: { domain: [0, 1], ticks: 5, grid: true, label: null, tickFormat: "%" },
          marks: own.map((points, i) => [
            Plot.line(points, {
              x: "size",
              y: "rate",
              stroke: colorOf(rules[i]!),
              strokeWidth: 1.5,
            }),
            Plot.ruleX(points, {
              x: "size",
              y1: "low",
              y2: "high",
              stroke: colorOf(rules[i]!),
              strokeWidth: 1.5,
            }),
            Plot.dot(points, { x: "size", y: "rate", fill: colorOf(rules[i]!), r: 3 }),
          ]),
        },
      };
    }),
    {
      ...text,
      finding,
      columns: 3,
      height: 150,
      width: 900,
      legend: rules.map((label) => ({ label, color: colorOf(label), shape: "line" })),
    },
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
