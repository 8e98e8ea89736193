import * as Plot from "@observablehq/plot";
import { type Figure, renderFigure } from "../drawing/figure.ts";
import type { FigureText } from "../drawing/lay_out.ts";
import { COLORS } from "../drawing/style.ts";
import { separated } from "../drawing/ticks.ts";
import { weekAxis } from "../drawing/week_axis.ts";

/** The use of a week; history is used for the features of later weeks. */
export type WeekUse = "history" | "train" | "validation" | "test" | "predicted";

const USES: Record<WeekUse, { color: string; label: string }> = {
  history: { color: COLORS.pale, label: "history, for features only" },
  train: { color: COLORS.blue, label: "train" },
  validation: { color: COLORS.amber, label: "validation" },
  test: { color: COLORS.green, label: "test" },
  predicted: { color: COLORS.orange, label: "predicted" },
};

/**
 * The weeks in a row, coloured by use; the legend shows the number of weeks and rows.
 *
 * @param weeks ascending by week index.
 */
export function splitFigure(
  weeks: { week: number; use: WeekUse; rows?: number }[],
  text: FigureText,
): Figure {
  if (weeks.length === 0) return renderFigure([], text);
  const first = weeks[0]!.week, last = weeks.at(-1)!.week;
  const boxes = weeks.map(({ week, use }) => ({
    start: week - 0.46,
    end: week + 0.46,
    color: USES[use].color,
  }));
  const uses = (Object.keys(USES) as WeekUse[]).filter((use) =>
    weeks.some((week) => week.use === use)
  );
  const parts = uses.map((use) => {
    const own = weeks.filter((week) => week.use === use);
    const rows = own.reduce((sum, week) => sum + (week.rows ?? 0), 0);
    const count = `${own.length} ${own.length === 1 ? "week" : "weeks"}`;
    return {
      ...USES[use],
      label: `${USES[use].label}: ${count}${rows > 0 ? `, ${separated(rows)} rows` : ""}`,
    };
  });
  return renderFigure({
    x: {
      label: null,
      domain: [first - 0.6, last + 0.6],
      ...weekAxis(weeks.map(({ week }) => week)),
    },
    y: { axis: null, domain: [0, 1] },
    marks: [Plot.rect(boxes, { x1: "start", x2: "end", y1: 0, y2: 1, fill: "color" })],
  }, {
    ...text,
    finding: parts.map(({ label }) => label).join("; "),
    height: 90,
    legend: parts,
  });
}
