import {
  type DriftStudy,
  type ExperimentResult,
  type RetrainingStudy,
  SHOWN_AGE,
} from "./drift_study.ts";
import { LOW_VOLUME } from "./drift_year.ts";
import { parseWeek } from "../../table/time/week.ts";
import { weekNames } from "../../table/time/week_ranges.ts";

/** A study in a few sentences, for readers who decide whether to trust the alarm; Markdown. */
export function studyInShort(study: DriftStudy, retraining: RetrainingStudy): string {
  const { experiments, weeks } = study;
  const undisturbed = experiments.filter(({ kind }) => kind === "undisturbed");
  const tested = undisturbed.filter(({ rates }) => rates["real"]);
  const single = tested.flatMap(({ rates }) =>
    Object.entries(rates).filter(([rule]) => rule.startsWith("real ")).map(([, { rate }]) => rate)
  );
  const pooled = single.reduce((sum, rate) => sum + rate, 0) / single.length;
  const alarmed = (rule: string) => weeks.filter(({ alarms }) => alarms[rule]);
  const decided = alarmed("decision");
  const low = weeks.filter(({ volume }) => volume < LOW_VOLUME);
  const lowAlarms = low.filter(({ alarms }) => alarms["decision"]).length;
  const power = (size: number) =>
    experiments.filter((one) =>
      one.kind === "real" && one.size === size && /largest/.test(one.how)
    );
  const leaving = (what: string, who: string) => {
    const of = experiments.filter((one) =>
      one.kind === "real" && one.what === what && one.size === 0.4
    );
    return `When 40 % of the ${who} stop, the default decision alarms in ${
      span(of, "decision")
    }. The notice of active customers, which does not retrain, appears in ${span(of, "activity")}.`;
  };
  const empty = (study.empty_weeks ?? []).map((name) => parseWeek(name)!);
  const lines = [
    ...empty.length > 0
      ? [`Weeks without purchases are left out of every table and trial: ${weekNames(empty)}.`]
      : [],
    `Without drift, the original rule alarms in ${span(undisturbed, "original")} of trials, the ` +
    `default decision in ${span(undisturbed, "decision")}.`,
    `The permutation test alarms in ${percent(pooled)} for a single variable (${
      percent(Math.min(...single))
    } to ${percent(Math.max(...single))}) where nothing differs.`,
    `In ${weeks.length} real weeks, the original rule reports drift in ${
      alarmed("original").length
    }, the ` +
    `default decision in ${decided.length}${
      decided.length > 0 ? ` (${decided.map(({ week }) => week).join(", ")})` : ""
    }. In ${alarmed("real").length} the purchases differ beyond chance, but only a little.`,
    low.length === 0
      ? "No week was far below the weeks before it."
      : `The default decision reports drift in ${lowAlarms} of the ${low.length} low weeks (below ${
        percent(LOW_VOLUME)
      } of the four before: ${low.map(({ week }) => week).join(", ")}), and in ${
        decided.length - lowAlarms
      } of the ${
        weeks.length - low.length
      } others: with fewer purchases, random variation is larger.`,
    `If 20 % of a variable's largest category move to other categories, the default decision ` +
    `alarms in ${span(power(0.2), "decision")}; with 40 % in ${
      span(power(0.4), "decision")
    }; with 5 % hardly more often than without drift.`,
    leaving("activity", "customers"),
    leaving("a region", "customers of the eastern half"),
    ...gainLines(retraining),
  ];
  return lines.map((line) => `- ${line}`).join("\n");
}

function gainLines({ means }: RetrainingStudy): string[] {
  const of = (after: string) => means.find((one) => one.after === after && one.age === SHOWN_AGE);
  const every = of("every week"), alarm = of("an alarm of the default decision");
  if (!every) return [];
  const text = ({ mean }: { mean: number }) =>
    `${mean < 0 ? "−" : "+"}${Math.abs(mean).toFixed(4)}`;
  return [
    `A new model gains ${text(every)} average precision over one ${SHOWN_AGE} weeks older, as a ` +
    `mean over all weeks${alarm ? `, and ${text(alarm)} after the ${alarm.weeks} alarms` : ""}.`,
  ];
}

/** The smallest and the largest rate of a rule. */
function span(experiments: ExperimentResult[], rule: string): string {
  const rates = experiments.flatMap(({ rates }) => rates[rule] ? [rates[rule].rate] : []);
  if (rates.length === 0) return "no trial";
  const [least, most] = [percent(Math.min(...rates)), percent(Math.max(...rates))];
  return least === most ? least : `${least} to ${most}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}
