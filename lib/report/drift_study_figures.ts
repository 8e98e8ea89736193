import {
  type DriftStudy,
  type ExperimentResult,
  type RetrainingStudy,
  SHOWN_AGE,
} from "../drift/study/drift_study.ts";
import { LOW_VOLUME } from "../drift/study/drift_year.ts";
import { SIMULATED } from "../drift/study/simulated_experiments.ts";
import { type AlarmRate, alarmRateFigure } from "../plots/drift/alarm_rate_figure.ts";
import { driftYearFigure } from "../plots/drift/drift_year_figure.ts";
import { falseAlarmsFigure } from "../plots/drift/false_alarms_figure.ts";
import type { Figure } from "../plots/drawing/figure.ts";
import { parseWeek } from "../table/time/week.ts";

/** Names of the rules in the figures. */
const NAMES: Record<string, string> = {
  original: "original (any p)",
  real: "permutation test",
  decision: "default decision",
  activity: "notice: active customers",
};

/** The four figures of a drift study, by file name. */
export function driftStudyFigures(
  study: DriftStudy,
  retraining: RetrainingStudy,
): Record<"false_alarms" | "power" | "power_simulated" | "year", Figure> {
  const of = (kind: ExperimentResult["kind"]) =>
    study.experiments.filter((experiment) => experiment.kind === kind);
  const weeks = `${study.first_week} to ${study.last_week}`;
  const bars = "Bars: 95 % intervals (Wilson).";
  return {
    false_alarms: falseAlarmsFigure(
      of("undisturbed").flatMap(({ how, past_moves, rates }) =>
        ["original", "decision", "real"].filter((rule) => rates[rule]).map((rule) => ({
          what: how,
          note: past_moves === null ? "4 past moves and more" : moves(past_moves),
          rule: NAMES[rule]!,
          ...rates[rule]!,
        }))
      ),
      {
        title: "False alarms without drift",
        subtitle: `${weeks}, ${study.repeats} trials per row`,
        level: study.threshold,
        caption:
          `${bars} With fewer than 4 past moves, the default decision uses the permutation test and ` +
          "a minimum effect size.",
      },
    ),
    power: alarmRateFigure(powerRates(of("real")), {
      title: "How often a shift is detected",
      subtitle: `${study.repeats} trials per point, each a real week with the shift added`,
      caption:
        `${bars} x axis: the share that shifted. The category is the variable's largest, or any of ` +
        "its main ones. The original rule alarms without any shift.",
    }),
    power_simulated: alarmRateFigure(powerRates(of("simulated").filter(({ size }) => size > 0)), {
      title: "How often a shift is detected in the simulator",
      subtitle:
        `${SIMULATED.customers} shops, ${SIMULATED.weeks} weeks, the last of them shifted; ${
          of("simulated")[0]!.repeats
        } worlds`,
      caption:
        `${bars} x axis: the share that shifted. So few shops make a tenth of the real purchases, ` +
        "so their mix varies more by chance.",
    }),
    year: driftYearFigure(
      study.weeks.map((week) => ({
        week: parseWeek(week.week)!,
        purchases: week.purchases,
        low: week.volume < LOW_VOLUME,
        rules: [
          {
            name: NAMES["original"]!,
            strength: Number(week.alarms["original"]),
            alarm: week.alarms["original"]!,
          },
          {
            name: NAMES["real"]!,
            strength: week.real_variables.length / 7,
            alarm: week.alarms["real"]!,
          },
          {
            name: NAMES["activity"]!,
            strength: Number(week.alarms["activity"]),
            alarm: week.alarms["activity"]!,
          },
          {
            name: NAMES["decision"]!,
            strength: week.score / week.limit,
            alarm: week.alarms["decision"]!,
          },
        ],
        gain: retraining.weeks.find((one) => one.week === week.week)?.gains
          .find(({ age }) => age === SHOWN_AGE),
      })),
      {
        title: "A year of decisions",
        subtitle: `${weeks}, each week compared with the ${study.reference_weeks} before it`,
        gain:
          `average precision gained by a new model over one ${SHOWN_AGE} weeks older, the week after`,
        caption:
          "Default decision: darker means the largest category move is closer to its limit. " +
          "Permutation test: darker means more of the 7 variables differ significantly. Bars: 95 % " +
          "intervals, customers resampled.",
      },
    ),
  };
}

/**
 * Rates of the original rule, the default decision, and the notice of lost customers. A shift out
 * of any main category is a second line next to that out of the largest. Losses and small products
 * are only in the table.
 */
function powerRates(experiments: ExperimentResult[]): AlarmRate[] {
  return experiments.filter(({ what, how }) => !/any.* lost|top-10/.test(`${what} ${how}`))
    .flatMap(({ what, how, size, rates }) => {
      const any = /any main category/.test(how), left = /activity|region/.test(what);
      return ["original", "decision", ...(left ? ["activity"] : [])]
        .filter((rule) => !any || rule === "decision").map((rule) => ({
          shift: what,
          note: how.replace(/its largest category|any main category/, "a category"),
          rule: any ? "default decision, any main category" : NAMES[rule]!,
          size,
          ...rates[rule]!,
        }));
    });
}

function moves(count: number): string {
  return count === 1 ? "1 past move" : `${count} past moves`;
}
