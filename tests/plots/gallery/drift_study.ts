import { alarmRateFigure } from "../../../lib/plots/drift/alarm_rate_figure.ts";
import { driftYearFigure } from "../../../lib/plots/drift/drift_year_figure.ts";
import { falseAlarmsFigure } from "../../../lib/plots/drift/false_alarms_figure.ts";
import type { Figure } from "../../../lib/plots/drawing/figure.ts";
import { parseWeek } from "../../../lib/table/time/week.ts";

const around = (rate: number) => ({
  rate,
  low: Math.max(0, rate - 0.04),
  high: Math.min(1, rate + 0.05),
});
const first = parseWeek("2024-W09")!;

export const driftStudy: Record<string, () => Figure> = {
  alarm_rate: () =>
    alarmRateFigure(
      ["brand", "package", "a region", "activity"].flatMap((shift, panel) =>
        [0.05, 0.1, 0.2, 0.4].flatMap((size) =>
          [
            { rule: "original (any p)", ...around(1) },
            { rule: "default decision", ...around(Math.min(1, size ** 2 * (12 - 3 * panel))) },
            ...(panel < 2
              ? []
              : [{ rule: "notice: active customers", ...around(Math.min(1, 2 * size)) }]),
          ].map((one) => ({
            shift,
            note: panel < 2
              ? "purchases of its largest category moved to the others"
              : "customers who stop",
            size,
            ...one,
          }))
        )
      ),
      {
        title: "How often a shift is detected",
        subtitle: "400 trials per point",
        caption: "Bars: 95%.",
      },
    ),
  false_alarms: () =>
    falseAlarmsFigure(
      [
        { what: "orders split at random", rule: "original (any p)", ...around(0.95) },
        { what: "orders split at random", rule: "default decision", ...around(0.02) },
        { what: "orders split at random", rule: "permutation test", ...around(0.05) },
        { what: "weeks in a random order", rule: "original (any p)", ...around(1) },
        { what: "weeks in a random order", rule: "default decision", ...around(0.07) },
      ].map((one) => ({ ...one, note: "42 past moves" })),
      {
        title: "False alarms without drift",
        level: 0.05,
      },
    ),
  drift_year: () =>
    driftYearFigure(
      Array.from({ length: 30 }, (_, i) => {
        const low = i > 10 && i < 14, strength = i === 7 ? 1.4 : (i * 7 % 10) / 10;
        return {
          week: first + i,
          purchases: low ? 1_700 : 3_800 + 40 * (i * 7 % 10),
          low,
          rules: [
            { name: "original (any p)", strength: 1, alarm: true },
            { name: "permutation test", strength: (i % 8) / 7, alarm: i % 8 > 2 },
            { name: "notice: active customers", strength: low ? 1 : 0, alarm: low },
            { name: "default decision", strength, alarm: strength > 1 },
          ],
          gain: i === 29 ? undefined : {
            estimate: strength / 100,
            low: strength / 100 - 0.003,
            high: strength / 100 + 0.003,
          },
        };
      }),
      { title: "A year of decisions", gain: "average precision gained by a new model" },
    ),
};
