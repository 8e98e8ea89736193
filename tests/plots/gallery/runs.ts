import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { trendFigure } from "../../../lib/plots/runs/trend_figure.ts";
import { parseWeek } from "../../../lib/table/time/week.ts";

const first = parseWeek("2024-W47")!;
const expected = [4053, 4023, 4631, 4782, 4643, 4710, 4390, 4805];
const bought = [4210, 3890, 4702, 4101, 4688, 4950, 4377];
const volume = expected.map((value, i) => ({
  week: first + i,
  value,
  ...i === 0 ? {} : { low: .85 * value, high: 1.2 * value },
}));

export const runs: Record<string, () => Figure> = {
  trend_volume: () =>
    trendFigure([
      { label: "expected", color: "blue", shape: "line", points: volume },
      {
        label: "bought",
        color: "orange",
        shape: "ring",
        points: bought.map((value, i) => ({ week: first + i, value })),
      },
    ], {
      title: "4,805 purchases expected in 2025-W02 (80% range: 4,084 to 5,766)",
      subtitle: "By predicted week, with the 80% interval.",
      format: (value) => value.toLocaleString("en-US"),
    }),
  trend_error: () =>
    trendFigure([
      {
        label: "80% interval",
        color: "pale",
        shape: "interval",
        points: volume.slice(1, -1).map(({ week }) => ({ week, value: 0, low: -.15, high: .2 })),
      },
      {
        label: "outcome",
        color: "orange",
        shape: "dot",
        points: bought.map((value, i) => ({ week: first + i, value: value / expected[i]! - 1 })),
      },
    ], {
      title: "6 of 6 outcomes within the 80% interval",
      subtitle: "Purchases compared with the forecast of the week, in percent.",
      format: (value) => `${Math.round(100 * value)}%`,
      zero: true,
    }),
};
