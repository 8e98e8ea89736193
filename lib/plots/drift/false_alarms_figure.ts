import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure, type Room } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS, SERIES } from "../drawing/style.ts";
import { rowLabels } from "../drawing/row_labels.ts";

/** The false alarm rate of a rule. */
export interface FalseAlarmRate {
  /** How the purchases were sampled, and a note. */
  what: string;
  note: string;
  rule: string;
  rate: number;
  /** Ends of its interval. */
  low: number;
  high: number;
}

/**
 * False alarms: one row per kind of undisturbed purchases, one dot with interval per rule.
 *
 * @param options.level the nominal rate, dashed.
 */
export function falseAlarmsFigure(
  rates: FalseAlarmRate[],
  { level, ...text }: FigureText & { level: number },
): Figure {
  if (rates.length === 0) return renderFigure([], text);
  const rows = [...Map.groupBy(rates, ({ what, note }) => JSON.stringify([what, note]))];
  const rules = [...new Set(rates.map(({ rule }) => rule))];
  const points = rows.flatMap(([, of], row) =>
    of.map((one) => {
      const i = rules.indexOf(one.rule);
      const y = row + 0.2 * (i - (rules.length - 1) / 2);
      return { ...one, y, color: SERIES[i % SERIES.length]! };
    })
  );
  const named = rows.map(([key]) => {
    const [label, note] = JSON.parse(key) as [string, string];
    return { label, note };
  });
  const labels = (room: Room) => rowLabels(named, room);
  const finding = rates.map(({ what, note, rule, rate }) =>
    `${what} (${note}), ${rule}: ${Math.round(100 * rate)} %`
  ).join("; ");
  return renderFigure((room) => ({
    x: { label: "share of trials with an alarm", domain: [0, 1], grid: true, tickFormat: "%" },
    y: { axis: null, domain: [-0.6, rows.length - 0.4], reverse: true },
    marks: [
      labels(room).marks,
      Plot.ruleX([level], { stroke: COLORS.muted, strokeDasharray: "4,3" }),
      Plot.ruleY(points, { x1: "low", x2: "high", y: "y", stroke: "color", strokeWidth: 2 }),
      Plot.dot(points, { x: "rate", y: "y", fill: "color", r: 3.5 }),
    ],
  }), {
    ...text,
    finding,
    width: 820,
    height: (room) => 50 + (labels(room).rowHeight + 8) * rows.length,
    legend: [
      ...rules.map((label, i) => ({
        label,
        color: SERIES[i % SERIES.length]!,
        shape: "dot" as const,
      })),
      { label: `nominal: ${Math.round(100 * level)} %`, color: COLORS.muted, shape: "dashed" },
    ],
  });
}
