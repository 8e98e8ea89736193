import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { weekName } from "../../table/time/week.ts";
import { roundTicks, separated } from "../drawing/ticks.ts";
import { weekAxis } from "../drawing/week_axis.ts";

/** A count of a week, such as purchases or active customers. */
export interface WeekCount {
  /** Week index. */
  week: number;
  /** Height of the bar. */
  count: number;
  /** Whether it is a forecast. */
  expected?: boolean;
  /** Lower end of the 80% range of a forecast, if it has one. */
  low?: number | undefined;
  /** Upper end. */
  high?: number | undefined;
}

/** Ticks of the counts, at most. */
const MOST_TICKS = 7;

/**
 * One bar per week: history in blue with the lowest weeks in amber, forecasts in orange, with their
 * 80% range.
 *
 * @param weeks ascending.
 * @param options.axis what is counted.
 * @param options.lowest how many of the lowest weeks to mark, default 0; omit an incomplete first
 * week.
 */
export function weeklyCountsFigure(
  weeks: WeekCount[],
  { axis, lowest = 0, ...text }: FigureText & { axis: string; lowest?: number },
): Figure {
  if (weeks.length === 0) return renderFigure([], text);
  const history = weeks.filter(({ expected }) => !expected);
  const low = new Set(
    [...history].sort((a, b) => a.count - b.count || a.week - b.week).slice(0, lowest)
      .map(({ week }) => week),
  );
  const bars = weeks.map(({ week, count, expected }) => ({
    start: week - 0.4,
    end: week + 0.4,
    count,
    color: expected ? COLORS.orange : low.has(week) ? COLORS.amber : COLORS.blue,
  }));
  const ranges = weeks.filter(({ high }) => high !== undefined);
  const kinds = [
    ...(lowest > 0 ? [{ label: `the ${lowest} lowest weeks`, color: COLORS.amber }] : []),
    ...(history.length < weeks.length ? [{ label: "expected", color: COLORS.orange }] : []),
    ...(ranges.length > 0
      ? [{ label: "80% range", color: COLORS.ink, shape: "line" as const }]
      : []),
  ];
  const extreme = (better: (a: number, b: number) => boolean) =>
    history.reduce((best, week) => better(week.count, best.count) ? week : best, history[0]!);
  const said = ({ week, count }: WeekCount) =>
    `${separated(Math.round(count))} in ${weekName(week)}`;
  const finding = [
    ...(history.length > 0
      ? [
        `Fewest ${said(extreme((a, b) => a < b))}, most ${said(extreme((a, b) => a > b))}, ` +
        `newest ${said(history.at(-1)!)}`,
      ]
      : []),
    ...weeks.filter(({ expected }) => expected).map((week) => `expected ${said(week)}`),
  ].join("; ");
  const first = weeks[0]!.week, last = weeks.at(-1)!.week;
  return renderFigure({
    x: {
      label: null,
      domain: [first - 0.6, last + 0.6],
      ...weekAxis(weeks.map(({ week }) => week)),
    },
    y: { label: axis, grid: true, ...countAxis(weeks), tickFormat: separated },
    marks: [
      Plot.rect(bars, { x1: "start", x2: "end", y1: 0, y2: "count", fill: "color" }),
      Plot.ruleX(ranges, {
        x: "week",
        y1: "low",
        y2: "high",
        stroke: COLORS.ink,
        strokeWidth: 2,
      }),
      Plot.ruleY([0], { stroke: COLORS.muted }),
    ],
  }, {
    ...text,
    finding,
    height: 260,
    legend: kinds.length > 0 ? [{ label: "past weeks", color: COLORS.blue }, ...kinds] : undefined,
  });
}

/** From 0 to a tick above the highest bar, so that its height can be read. */
function countAxis(weeks: WeekCount[]): { domain: [number, number]; ticks: number[] } {
  const most = Math.max(1, ...weeks.map(({ count, high = 0 }) => Math.max(count, high)));
  const [, step = most] = roundTicks(0, most, { most: MOST_TICKS - 1 });
  const end = step * Math.ceil(most / step);
  return { domain: [0, end], ticks: roundTicks(0, end, { most: MOST_TICKS }) };
}
