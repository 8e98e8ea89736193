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
import { parseWeek } from "../table/week.ts";

/** Rules as the figures name them. */
const NAMES: Record<string, string> = {
  original: "original (any p)",
  real: "is it real?",
  decision: "default decision",
  activity: "notice: active customers",
};

/** A drift study in four pictures, by file name. */
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
        title: "How often a rule alarms where nothing has drifted",
        subtitle: `${weeks}, ${study.repeats} trials a row`,
        level: study.threshold,
        caption:
          `${bars} With fewer than 4 past moves the default decision falls back on the first ` +
          "question and a floor on the size of the effect.",
      },
    ),
    power: alarmRateFigure(powerRates(of("real")), {
      title: "How often a shift is seen",
      subtitle: `${study.repeats} trials a point, each a real week into which the shift was put`,
      caption:
        `${bars} Below: the share that shifted. The category is the variable's largest, or any of ` +
        "its main ones. The original rule alarms without any shift.",
    }),
    power_simulated: alarmRateFigure(powerRates(of("simulated").filter(({ size }) => size > 0)), {
      title: "How often a shift is seen in the simulator",
      subtitle:
        `${SIMULATED.customers} shops, ${SIMULATED.weeks} weeks, the last of them shifted; ${
          of("simulated")[0]!.repeats
        } worlds`,
      caption:
        `${bars} Below: the share that shifted. So few shops buy a tenth of what the real ones ` +
        "do, and chance moves their mix more.",
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
        subtitle: `${weeks}, each week against the ${study.reference_weeks} before it`,
        gain:
          `average precision gained by a new model over one ${SHOWN_AGE} weeks older, the week after`,
        caption:
          "Default decision: the darker, the nearer the largest category move is to its limit. " +
          "“is it real?”: the darker, the more of 7 variables differ beyond chance. Bars: 95 % " +
          "intervals, customers resampled.",
      },
    ),
  };
}

/**
 * The original, the default decision, and the notice where customers go away. A move out of any main
 * category is a line beside that out of the largest; what is lost, and small products, are left to
 * the table.
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
