import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { inWords, logTicks, roundTicks, separated } from "../drawing/ticks.ts";

/** A long tail: positive values beyond this many times their median. */
const LONG_TAIL = 20;

const MOST_TICKS = 8;

/** Maximum points of a curve: more than its pixels are not visible. */
const MOST_POINTS = 400;

/**
 * Two empirical distribution functions, with their largest distance marked (D of
 * Kolmogorov–Smirnov). A long tail is drawn on a logarithmic axis.
 *
 * @param samples values in any order; missing ones (NaN) are omitted.
 * @param options.axis name of the values.
 */
export function ecdfFigure(
  { reference, current }: { reference: ArrayLike<number>; current: ArrayLike<number> },
  { axis, ...text }: FigureText & { axis: string },
): Figure {
  const before = sorted(reference), after = sorted(current);
  if (before.length === 0 || after.length === 0) return renderFigure([], text);
  const gap = largestGap(before, after);
  const all = sorted([...before, ...after]);
  // Without the outermost thousandth, which would compress the rest.
  const domain: [number, number] = [
    all[Math.floor(0.001 * (all.length - 1))]!,
    all[Math.ceil(0.999 * (all.length - 1))]!,
  ];
  const [low, high] = domain, median = all[all.length >> 1]!;
  const scale = low > 0 && high > LONG_TAIL * median
    ? { type: "log" as const, ...logTicks(low, high) }
    : linearTicks(all, domain);
  const middle = (values: Float64Array) => inWords(values[values.length >> 1]!);
  const finding =
    `The median is ${middle(before)} in the reference and ${middle(after)} now; the ` +
    `curves are furthest apart at ${inWords(gap.x)}, D = ${gap.d.toFixed(3)}`;
  return renderFigure({
    x: { label: axis, domain, clamp: true, ...scale },
    y: { label: "share of values at most as large", domain: [0, 1], grid: true, tickFormat: "%" },
    marks: [
      Plot.line(steps(before), { x: "x", y: "y", stroke: COLORS.blue, strokeWidth: 2 }),
      Plot.line(steps(after), { x: "x", y: "y", stroke: COLORS.orange, strokeWidth: 2 }),
      Plot.ruleX([gap], { x: "x", y1: "low", y2: "high", stroke: COLORS.ink, strokeWidth: 2 }),
      // a small distance is a line of a few pixels between thick curves
      Plot.dot([gap], {
        x: "x",
        y: ({ low, high }) => (low + high) / 2,
        stroke: COLORS.ink,
        strokeWidth: 2,
        r: 8,
      }),
    ],
  }, {
    ...text,
    finding,
    legend: [
      {
        label: `reference (${separated(before.length)} values)`,
        color: COLORS.blue,
        shape: "line",
      },
      { label: `current (${separated(after.length)} values)`, color: COLORS.orange, shape: "line" },
      { label: `largest distance, D = ${gap.d.toFixed(3)}`, color: COLORS.ink, shape: "ring" },
    ],
  });
}

/** Whole numbers, such as visits a week, have no tick at a half. */
function linearTicks(values: Float64Array, [low, high]: [number, number]) {
  if (!values.every(Number.isInteger)) return {};
  return { ticks: roundTicks(low, high, { most: MOST_TICKS, whole: true }), tickFormat: separated };
}

function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).filter((value) => value === value).sort();
}

/** The step curve: at each distinct value, the share before it and the share including it. */
function steps(values: Float64Array): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  let drawn = -1;
  for (let i = 0; i < values.length; i++) {
    if (i + 1 < values.length && values[i + 1] === values[i]) continue;
    const step = Math.floor((i + 1) / values.length * MOST_POINTS);
    if (step === drawn && i + 1 < values.length) continue;
    drawn = step;
    points.push({ x: values[i]!, y: points.at(-1)?.y ?? 0 }, {
      x: values[i]!,
      y: (i + 1) / values.length,
    });
  }
  return points;
}

function largestGap(a: Float64Array, b: Float64Array) {
  const gap = { x: a[0]!, low: 0, high: 0, d: 0 };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const x = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while (i < a.length && a[i] === x) i++;
    while (j < b.length && b[j] === x) j++;
    const low = Math.min(i / a.length, j / b.length), high = Math.max(i / a.length, j / b.length);
    if (high - low > gap.d) Object.assign(gap, { x, low, high, d: high - low });
  }
  return gap;
}
