import {
  type DriftStudy,
  type ExperimentResult,
  type RetrainingStudy,
  SHOWN_AGE,
} from "./drift_study.ts";
import { LOW_VOLUME } from "./drift_year.ts";

/** A study in a few sentences, for somebody who decides whether to trust the alarm; Markdown. */
export function studyInShort(study: DriftStudy, retraining: RetrainingStudy): string {
  const { experiments, weeks } = study;
  const undisturbed = experiments.filter(({ kind }) => kind === "undisturbed");
  const asked = undisturbed.filter(({ rates }) => rates["real"]);
  const single = asked.flatMap(({ rates }) =>
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
    }, the notice of active customers, which retrains nothing, in ${span(of, "activity")}.`;
  };
  const lines = [
    `Nothing drifted: the original rule alarms in ${
      span(undisturbed, "original")
    } of trials, the ` +
    `default decision in ${span(undisturbed, "decision")}.`,
    `The first question alarms in ${percent(pooled)} for a single variable (${
      percent(Math.min(...single))
    } to ${percent(Math.max(...single))}) where nothing differs.`,
    `Of ${weeks.length} real weeks the original rule calls ${
      alarmed("original").length
    } drift, the ` +
    `default decision ${decided.length}${
      decided.length > 0 ? ` (${decided.map(({ week }) => week).join(", ")})` : ""
    }; in ${alarmed("real").length} the mix differs beyond chance, a little.`,
    low.length === 0
      ? "No week was far below those before it."
      : `Of the ${low.length} low weeks (below ${percent(LOW_VOLUME)} of the four before: ${
        low.map(({ week }) => week).join(", ")
      }) the default decision calls ${lowAlarms} drift, of the ${
        weeks.length - low.length
      } others ${decided.length - lowAlarms}: with fewer purchases chance moves the mix more.`,
    `A move of 20 % of a variable's largest category is seen in ${
      span(power(0.2), "decision")
    }, of ` +
    `40 % in ${span(power(0.4), "decision")}; of 5 % hardly more often than nothing.`,
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
    `A new model gains ${text(every)} average precision over one ${SHOWN_AGE} weeks older in the ` +
    `mean week${alarm ? `, ${text(alarm)} after the ${alarm.weeks} alarms` : ""}.`,
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
