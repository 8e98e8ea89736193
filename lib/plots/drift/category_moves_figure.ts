import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure, type Room } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { rowLabels } from "../drawing/row_labels.ts";

/** How much the share of one category changed. */
export interface CategoryMove {
  /** Name of the variable. */
  variable: string;
  /** Category of the variable. */
  category: string;
  /** Share of the purchases in the reference weeks; null if it is unknown. */
  share_reference: number | null;
  /** Share of the purchases now. */
  share_recent: number | null;
  /** Signed move in units of the usual move, its root mean square; null without past weeks. */
  score: number | null;
}

/**
 * Draws the category moves that decide on drift, in units of their usual weekly moves, the largest
 * first, and the limits of an alarm in both directions.
 *
 * @param moves at most `top` (default 15) are drawn; those without a score are left out.
 * @param options.limit an alarm is raised beyond this number of usual moves.
 */
export function categoryMovesFigure(
  moves: CategoryMove[],
  { limit, top = 15, ...text }: FigureText & { limit: number; top?: number },
): Figure {
  const shown = moves.filter(({ score }) => score !== null)
    .map((move) => ({ ...move, score: move.score! }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score)).slice(0, top)
    .map((move, row) => ({ ...move, row, alarm: Math.abs(move.score) > limit }));
  if (shown.length === 0) return renderFigure([], text);
  const furthest = shown[0]!, unusual = shown.filter(({ alarm }) => alarm).length;
  const finding = `Furthest: ${furthest.category} (${furthest.variable}), ${sharesOf(furthest)}, ${
    Math.abs(furthest.score).toFixed(1)
  } times its usual move; ${unusual} of ${shown.length} beyond the limit of ${limit.toFixed(1)}`;
  const widest = 1.1 * Math.max(limit, ...shown.map(({ score }) => Math.abs(score)));
  const labels = (room: Room) =>
    rowLabels(
      shown.map((move) => ({ label: move.category, note: `${move.variable}, ${sharesOf(move)}` })),
      room,
    );
  return renderFigure((room) => ({
    x: { label: "times its usual move", domain: [-widest, widest], grid: true },
    y: { axis: null, domain: [-0.6, shown.length - 0.4], reverse: true },
    marks: [
      labels(room).marks,
      Plot.ruleX([-limit, limit], {
        stroke: COLORS.orange,
        strokeDasharray: "4,3",
        strokeWidth: 1.5,
      }),
      Plot.ruleX([0], { stroke: COLORS.muted }),
      Plot.ruleY(shown, {
        x1: 0,
        x2: "score",
        y: "row",
        stroke: ({ alarm }) => alarm ? COLORS.orange : COLORS.blue,
        strokeWidth: 2,
      }),
      Plot.dot(shown, {
        x: "score",
        y: "row",
        fill: ({ alarm }) => alarm ? COLORS.orange : COLORS.blue,
        r: 4.5,
      }),
    ],
  }), {
    ...text,
    finding,
    height: (room) => 50 + labels(room).rowHeight * shown.length,
    legend: [
      { label: "usual", color: COLORS.blue, shape: "dot" },
      { label: "unusual", color: COLORS.orange, shape: "dot" },
      { label: `limit: ±${limit.toFixed(1)}`, color: COLORS.orange, shape: "dashed" },
    ],
  });
}

/** `46.7 → 42.2%`: a change in percent of a share would be read as percentage points. */
function sharesOf({ share_reference, share_recent }: CategoryMove): string {
  const [before, now] = [share_reference, share_recent].map((share) =>
    share === null ? "?" : (100 * share).toFixed(1)
  );
  return `${before} → ${now}%`;
}
