import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure, type Room } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS, FAINT_TO_STRONG } from "../drawing/style.ts";
import { rampColor } from "../color/ramp_color.ts";
import { rowLabels } from "../drawing/row_labels.ts";

/** The most runs whose cells have room for their score. */
const MOST_WITH_SCORE = 24, MOST_WITH_SCORE_NARROW = 8;

/** The drift score of one variable in one run. */
export interface DriftScore {
  /** Name of the run, such as its predicted week. */
  run: string;
  /** Name of the variable. */
  variable: string;
  /** At least 0; an alarm above `limit`. */
  score: number;
}

/**
 * A heat map of past runs (columns, in the given order) and variables (rows). Darker is more
 * unusual; alarms are framed and show their score.
 *
 * @param options.limit score above which there is an alarm.
 */
export function driftHistoryFigure(
  scores: DriftScore[],
  { limit, ...text }: FigureText & { limit: number },
): Figure {
  if (scores.length === 0) return renderFigure([], text);
  const runs = [...new Set(scores.map(({ run }) => run))];
  const variables = [...new Set(scores.map(({ variable }) => variable))];
  const cells = scores.map(({ run, variable, score }) => ({
    run,
    row: variables.indexOf(variable),
    score,
    color: rampColor(FAINT_TO_STRONG, score / limit),
  }));
  const alarms = cells.filter(({ score }) => score > limit);
  const top = scores.reduce((a, b) => b.score > a.score ? b : a);
  const finding =
    `${alarms.length} of ${scores.length} above the limit; highest: ${top.variable} in ` +
    `${top.run}, ${top.score.toFixed(2)}`;
  const every = Math.ceil(runs.length / 10);
  const labels = (room: Room) => rowLabels(variables.map((label) => ({ label })), room);
  return renderFigure((room) => ({
    x: {
      type: "band",
      domain: runs,
      label: null,
      ticks: runs.filter((_, i) => (runs.length - 1 - i) % every === 0),
      padding: 0.06,
    },
    y: { type: "band", domain: variables.map((_, row) => row), axis: null, padding: 0.08 },
    marks: [
      labels(room).marks,
      Plot.cell(cells, { x: "run", y: "row", fill: "color" }),
      Plot.cell(alarms, {
        x: "run",
        y: "row",
        fill: "none",
        stroke: COLORS.orange,
        strokeWidth: 2.5,
      }),
      runs.length > (room.narrow ? MOST_WITH_SCORE_NARROW : MOST_WITH_SCORE)
        ? null
        : Plot.text(alarms, {
          x: "run",
          y: "row",
          text: ({ score }) => score.toFixed(1),
          fill: COLORS.ground,
          fontSize: 11,
        }),
    ],
  }), {
    ...text,
    finding,
    height: (room) => 44 + (labels(room).rowHeight + 6) * variables.length,
    legend: { low: "0", high: `${limit.toFixed(2)} or more: alarm`, scale: FAINT_TO_STRONG },
  });
}
