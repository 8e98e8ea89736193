import {
  type DriftStudy,
  type ExperimentResult,
  type RetrainingStudy,
  SHOWN_AGE,
} from "./drift_study.ts";
import { LOW_VOLUME } from "./drift_year.ts";
import { studyInShort } from "./study_in_short.ts";
import type { Rate } from "../../metrics/wilson_interval.ts";

/** A section of the study's report, in Markdown, and its figure. */
export interface StudySection {
  title: string;
  text: string;
  figure?: "false_alarms" | "power" | "power_simulated" | "year";
}

/**
 * The sections of a drift study: summary, false alarms, the permutation test by variable, power on
 * the real data and in the simulator, decisions week by week, and gains from retraining.
 */
export function driftStudySections(
  study: DriftStudy,
  retraining: RetrainingStudy,
): StudySection[] {
  const of = (kind: ExperimentResult["kind"]) =>
    study.experiments.filter((experiment) => experiment.kind === kind);
  const [undisturbed, simulated] = [of("undisturbed"), of("simulated")];
  return [
    { title: "Summary", text: studyInShort(study, retraining) },
    {
      title: "False alarms: nothing drifted, so every alarm is false",
      text: table(
        [
          "purchases",
          "past moves",
          "original",
          "permutation test",
          "largest move",
          "default decision",
        ],
        [...undisturbed, ...simulated.filter(({ size }) => size === 0)].map((one) => [
          one.kind === "simulated" ? "newly simulated" : one.how,
          one.past_moves === null ? "4 or more" : String(one.past_moves),
          ...["original", "real", "unusual", "decision"].map((rule) => rateText(one.rates[rule])),
        ]),
      ) +
        "\n\nIn brackets, here and below: 95 % intervals (Wilson). The permutation test covers all " +
        "variables at once (Holm). It is run only where purchases are shuffled by customer or by " +
        "order, because real weeks do differ.",
      figure: "false_alarms",
    },
    {
      title: "Permutation test by variable",
      text: permutationTable(undisturbed),
    },
    {
      title: "Power: a real week with a shift of stated size",
      text: powerTable(of("real")) +
        "\n\nThe original rule alarms as often in undisturbed weeks, so its rows show no power.",
      figure: "power",
    },
    {
      title: "Power in the simulator: the last week is shifted",
      text: powerTable(simulated.filter(({ size }) => size > 0)),
      figure: "power_simulated",
    },
    {
      title: `Week by week, each against the ${study.reference_weeks} before`,
      text: weeksTable(study, retraining) +
        "\n\nIn brackets after the purchases: a low week, as a share of the four weeks before. " +
        "permutation test: variables with p below the threshold. gain: average precision of a model " +
        `trained on this week minus that of a model ${SHOWN_AGE} weeks older, both on the next week.`,
      figure: "year",
    },
    {
      title: "Gains from retraining in average precision, on the next week",
      text: gainsTable(retraining) +
        "\n\nMeans over weeks, with 95 % intervals (Student’s t, assuming independent weeks).",
    },
  ];
}

/** All sections as one text for a terminal. */
export function driftStudyTable(study: DriftStudy, retraining: RetrainingStudy): string {
  const head = `## ${studyTitle(study)}`;
  const parts = driftStudySections(study, retraining)
    .map(({ title, text }) => `### ${title}\n\n${text}`);
  return [head, ...parts].join("\n\n") + "\n";
}

/** The title of a study: its weeks, threshold and trials. */
export function studyTitle({ first_week, last_week, threshold, repeats }: DriftStudy): string {
  return `Drift rules on ${first_week} to ${last_week}, threshold ${threshold}, ${repeats} trials each`;
}

function permutationTable(undisturbed: ExperimentResult[]): string {
  const tested = undisturbed.filter(({ rates }) => rates["real"]);
  const names = Object.keys(tested[0]?.rates ?? {}).filter((rule) => rule.startsWith("real "));
  return table(
    ["variable", ...tested.map(({ how }) => how)],
    names.map((rule) => [
      rule.slice("real ".length).replace("_", " "),
      ...tested.map(({ rates }) => rateText(rates[rule])),
    ]),
  );
}

/** One row per shift and rule, one column per size. */
function powerTable(experiments: ExperimentResult[]): string {
  const sizes = [...new Set(experiments.map(({ size }) => size))].sort((a, b) => a - b);
  const shifts = Map.groupBy(experiments, ({ what, how }) => `${what}: ${how}`);
  return table(
    ["shift", "rule", ...sizes.map(percent)],
    [...shifts].flatMap(([name, of]) =>
      (["decision", "activity", "original"] as const).filter((rule) =>
        rule !== "activity" || /activity|region/.test(of[0]!.what)
      ).map((rule, i) => [
        i === 0 ? name : "",
        {
          decision: "default decision",
          activity: "notice: active customers",
          original: "original",
        }[rule],
        ...sizes.map((size) => rateText(of.find((one) => one.size === size)?.rates[rule])),
      ])
    ),
  );
}

function weeksTable({ weeks }: DriftStudy, retraining: RetrainingStudy): string {
  const gainAfter = (name: string) => {
    const gains = retraining.weeks.find(({ week }) => week === name)?.gains;
    const found = gains?.find(({ age }) => age === SHOWN_AGE);
    return found ? signed(found.estimate) : "";
  };
  const mark = (alarm: boolean | undefined) => alarm ? "drift" : "–";
  const total = (rule: string) =>
    `${weeks.filter(({ alarms }) => alarms[rule]).length} of ${weeks.length}`;
  return table(
    ["week", "purchases", "original", "permutation test", "default decision", "activity"]
      .concat("largest move", "change", "score", "limit", "gain"),
    [
      ...weeks.map((week) => [
        week.week,
        `${week.purchases}${week.volume < LOW_VOLUME ? ` (${percent(week.volume)})` : ""}`,
        mark(week.alarms["original"]),
        `${week.real_variables.length} of 7`,
        mark(week.alarms["decision"]),
        week.alarms["activity"] ? "notice" : "–",
        week.category.replace("_", " "),
        `${week.change < 0 ? "−" : "+"}${percent(Math.abs(week.change))}`,
        week.score.toFixed(2),
        week.limit.toFixed(2),
        gainAfter(week.week),
      ]),
      ["alarms", "", total("original"), total("real"), total("decision"), total("activity")]
        .concat("", "", "", "", ""),
    ],
  );
}

/** One row per kind of week, one column per age of the model in use. */
function gainsTable({ means }: RetrainingStudy): string {
  const ages = [...new Set(means.map(({ age }) => age))].sort((a, b) => a - b);
  return table(
    ["after", "weeks", ...ages.map((age) => `over a model ${age} week${age > 1 ? "s" : ""} older`)],
    [...Map.groupBy(means, ({ after }) => after)].map(([after, of]) => [
      after,
      String(Math.max(...of.map(({ weeks }) => weeks))),
      ...ages.map((age) => {
        const found = of.find((one) => one.age === age);
        if (!found) return "";
        const { mean, low, high } = found;
        return low === null ? signed(mean) : `${signed(mean)} (${signed(low)} to ${signed(high!)})`;
      }),
    ]),
  );
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4).replace(/^0/, "")}`;
}

function rateText(found: Rate | undefined): string {
  if (!found) return "";
  const [whole, low, high] = [found.rate, found.low, found.high].map((share) =>
    (100 * share).toFixed(share < 0.0995 ? 1 : 0)
  );
  return `${whole} % (${low}–${high})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
