import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { distinctShortener } from "../drawing/shortened.ts";
import { COLORS, FAINT_TO_STRONG, VISIBLE } from "../drawing/style.ts";
import { rampColor } from "../color/ramp_color.ts";
import { inWords } from "../drawing/ticks.ts";
import type { ScoredTrial } from "./search_history_figure.ts";

/** A trial with its settings. */
export interface TriedSettings extends ScoredTrial {
  /** By name. */
  settings: Record<string, number | string>;
}

/** Least pixels of the plots; the room beside the outer axes, in steps; pixels from axis to mark. */
const PLOT_WIDTH = 690, NARROW_PLOT_WIDTH = 310, AXIS_PADDING = 0.3, MARK_GAP = 6;

/** A vertical axis: the position of a value, 0 to 1, and the labels at its ends. */
interface Axis {
  name: string;
  place: (trial: TriedSettings) => number;
  marks: { place: number; text: string }[];
}

/**
 * Parallel coordinates: one line per trial, from its settings to its score. Darker is better; the
 * best is orange. Pruned trials are grey and have no score.
 *
 * @param options.axis name of the score.
 * @param options.logarithmic names of the settings with a logarithmic scale.
 */
export function searchParallelFigure(
  trials: TriedSettings[],
  { axis, logarithmic = [], ...text }: FigureText & { axis: string; logarithmic?: string[] },
): Figure {
  const complete = trials.filter(({ state, value }) => state === "complete" && value !== null);
  const pruned = trials.filter(({ state }) => state === "pruned");
  const shown = [...pruned, ...complete];
  if (shown.length === 0) return renderFigure([], text);
  const settings = Object.keys(shown[0]!.settings).map((name): Axis =>
    axisOf(
      name,
      shown.map(({ settings }) => settings[name]!),
      logarithmic.includes(name),
      (trial) => trial.settings[name]!,
    )
  );
  const scores = complete.map(({ value }) => value!);
  const score = axisOf(axis, scores, false, ({ value }) => value!);
  const axes = complete.length > 0 ? [...settings, score] : settings;
  const best = Math.max(...scores);
  const winner = complete.find(({ value }) => value === best);
  const finding = winner &&
    `Best: ${best.toFixed(3)} with ${
      Object.entries(winner.settings).map(([name, value]) =>
        `${name} ${typeof value === "number" ? inWords(value) : value}`
      ).join(", ")
    }`;
  const lines = shown.flatMap((trial, i) => {
    const isComplete = trial.state === "complete";
    const color = !isComplete
      ? COLORS.pale
      : trial.value === best
      ? COLORS.orange
      : rampColor(FAINT_TO_STRONG, VISIBLE + (1 - VISIBLE) * score.place(trial));
    return (isComplete ? axes : settings).map(({ name, place }) => ({
      trial: i,
      name,
      place: place(trial),
      color,
      width: !isComplete ? 0.8 : trial.value === best ? 2.5 : 1.2,
    }));
  });
  // draw the best last, above the others
  lines.sort((a, b) => Number(a.color === COLORS.orange) - Number(b.color === COLORS.orange));
  const marksFor = (narrow: boolean) => {
    // a mark ends before the next axis
    const room = (narrow ? NARROW_PLOT_WIDTH : PLOT_WIDTH) / (axes.length - 1 + 2 * AXIS_PADDING) -
      2 * MARK_GAP;
    const shorten = distinctShortener();
    return axes.flatMap(({ name, marks }) =>
      marks.map(({ place, text }) => {
        const short = shorten(text.replaceAll("\n", " "), room);
        return { name, place, text: short, full: short === text ? null : text };
      })
    );
  };
  return renderFigure(({ narrow }) => ({
    x: {
      type: "point",
      domain: axes.map(({ name }) => name),
      label: null,
      axis: "top",
      padding: AXIS_PADDING,
    },
    y: { domain: [0, 1], axis: null },
    inset: 8,
    marks: [
      Plot.line(lines, {
        x: "name",
        y: "place",
        z: "trial",
        stroke: "color",
        strokeWidth: "width",
        strokeOpacity: 0.9,
      }),
      Plot.ruleX(axes, { x: "name", stroke: COLORS.ink }),
      Plot.text(marksFor(narrow), {
        x: "name",
        y: "place",
        text: "text",
        title: "full",
        dx: MARK_GAP,
        textAnchor: "start",
        fill: COLORS.ink,
        stroke: COLORS.ground,
        strokeWidth: 4,
      }),
    ],
  }), {
    ...text,
    finding,
    legend: [
      { label: "a low score", color: rampColor(FAINT_TO_STRONG, VISIBLE), shape: "line" },
      { label: "a high one", color: rampColor(FAINT_TO_STRONG, 1), shape: "line" },
      { label: "the best", color: COLORS.orange, shape: "line" },
      ...(pruned.length > 0
        ? [{ label: "pruned", color: COLORS.pale, shape: "line" as const }]
        : []),
    ],
  });
}

function axisOf(
  name: string,
  values: (number | string)[],
  logarithmic: boolean,
  valueOf: (trial: TriedSettings) => number | string,
): Axis {
  if (!values.every((value) => typeof value === "number")) {
    const texts = [...new Set(values.map(String))].sort();
    const place = (text: string) =>
      texts.length > 1 ? texts.indexOf(text) / (texts.length - 1) : 0.5;
    return {
      name,
      place: (trial) => place(String(valueOf(trial))),
      marks: texts.map((text) => ({ place: place(text), text })),
    };
  }
  const scale = (value: number) => logarithmic ? Math.log(value) : value;
  const low = Math.min(...values), high = Math.max(...values);
  const place = (value: number) =>
    high > low ? (scale(value) - scale(low)) / (scale(high) - scale(low)) : 0.5;
  const digits = (value: number) => String(Number(value.toPrecision(3)));
  return {
    name,
    place: (trial) => place(Number(valueOf(trial))),
    marks: [...new Set([low, high])].map((value) => ({ place: place(value), text: digits(value) })),
  };
}
