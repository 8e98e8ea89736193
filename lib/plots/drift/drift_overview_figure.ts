import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure, type Room } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { rowLabels } from "../drawing/row_labels.ts";

/** Drift tests of one variable; the fields are those of `drift_report.json`. */
export interface DriftedVariable {
  /** Name of the variable. */
  name: string;
  /** Assumes independent rows; null if not tested, and then not drawn. */
  p_value: number | null;
  /** Keeps customers together; absent if not computed. */
  cluster_p_value?: number;
  /** D of Kolmogorov–Smirnov or Cramér's V, in [0, 1]. */
  effect_size: number | null;
  /** Kind of the effect size. */
  effect_name: "ks_distance" | "cramers_v";
}

const EFFECTS = { ks_distance: "Kolmogorov–Smirnov, D", cramers_v: "chi-square, V" } as const;

/** Smaller p-values are drawn here: the difference has no practical meaning. */
const SMALLEST_P = 1e-12;

/**
 * p-values (logarithmic) and, beside or below them, effect sizes of all variables, largest effect first, so
 * that a significant but small difference is visibly small.
 *
 * @param options.threshold p-values below it count as drift.
 */
export function driftOverviewFigure(
  variables: DriftedVariable[],
  { threshold, ...text }: FigureText & { threshold: number },
): Figure {
  const shown = variables.filter(({ p_value }) => p_value !== null)
    .map((variable) => ({ ...variable, effect: variable.effect_size ?? 0 }))
    .sort((a, b) => b.effect - a.effect)
    .map((variable, row) => ({ ...variable, row }));
  if (shown.length === 0) return renderFigure([], text);
  const significant = shown.filter(({ p_value }) => p_value! < threshold).length;
  const finding =
    `${significant} of ${shown.length} below the threshold of ${threshold}; largest ` +
    `effect: ${shown[0]!.name}, ${shown[0]!.effect.toFixed(3)}`;
  const clustered = shown.filter(({ cluster_p_value }) => cluster_p_value !== undefined);
  const labels = (room: Room) =>
    rowLabels(
      shown.map(({ name, effect_name }) => ({ label: name, note: EFFECTS[effect_name] })),
      room,
    );
  const y = { axis: null, domain: [-0.7, shown.length - 0.3], reverse: true };
  const lines = Plot.ruleY(shown, { y: "row", stroke: COLORS.grid });
  const p = (value: number) => Math.max(SMALLEST_P, value);
  return renderFigure((room) => [
    {
      title: "p-value",
      plot: {
        x: {
          type: "log",
          domain: [SMALLEST_P, 1],
          label: null,
          ticks: [1e-12, 1e-9, 1e-6, 1e-3, 1],
          tickFormat: (value: number) => value <= SMALLEST_P ? `≤ ${power(value)}` : power(value),
        },
        y,
        marks: [
          lines,
          labels(room).marks,
          Plot.ruleX([threshold], { stroke: COLORS.orange, strokeDasharray: "4,3" }),
          Plot.dot(shown, { x: ({ p_value }) => p(p_value!), y: "row", fill: COLORS.blue, r: 4 }),
          Plot.dot(clustered, {
            x: ({ cluster_p_value }) => p(cluster_p_value!),
            y: "row",
            stroke: COLORS.ink,
            strokeWidth: 1.5,
            r: 5,
          }),
        ],
      },
    },
    {
      title: "effect size (D or V)",
      plot: {
        x: { label: null, zero: true, nice: true, ticks: 4 },
        y,
        marks: [
          lines,
          // on a narrow page it stands below the first plot, not beside it
          ...room.narrow ? [labels(room).marks] : [],
          Plot.ruleX([0], { stroke: COLORS.muted }),
          Plot.dot(shown, { x: "effect", y: "row", fill: COLORS.blue, r: 4 }),
        ],
      },
    },
  ], {
    ...text,
    finding,
    width: 900,
    columns: 2,
    height: (room) => 40 + labels(room).rowHeight * shown.length,
    legend: [
      { label: "rows taken as independent", color: COLORS.blue, shape: "dot" },
      { label: "customers kept together", color: COLORS.ink, shape: "ring" },
      { label: `threshold ${threshold}`, color: COLORS.orange, shape: "dashed" },
    ],
  });
}

function power(value: number): string {
  const digits = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];
  const exponent = Math.round(Math.log10(value));
  if (exponent === 0) return "1";
  return `10⁻${[...String(-exponent)].map((digit) => digits[Number(digit)]).join("")}`;
}
