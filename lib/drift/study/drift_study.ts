import { weekName } from "../../table/time/week.ts";
import { UserError } from "../../user_error.ts";
import { driftExperiments } from "./drift_experiments.ts";
import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { FIRST_JUDGED, type StudyOptions } from "./experiment.ts";
import { type DriftWeek, driftYear, LOW_VOLUME } from "./drift_year.ts";
import type { StudyPurchases } from "./study_purchases.ts";
import { type MeanGain, meanGains, type RetrainingGain } from "./retraining_gain.ts";
import { runTrials } from "./run_trials.ts";
import { type Rate, wilsonInterval } from "../../metrics/wilson_interval.ts";

/** The result of one experiment. */
export interface ExperimentResult {
  kind: "undisturbed" | "real" | "simulated";
  what: string;
  how: string;
  size: number;
  past_moves: number | null;
  repeats: number;
  /** Alarm rate by rule; a rule that was not evaluated is missing. */
  rates: Record<string, Rate>;
}

/** How the drift rules behave on these purchases; plain JSON. */
export interface DriftStudy {
  first_week: string;
  last_week: string;
  /** Weeks between them, or after them, without purchases; they are left out. */
  empty_weeks?: string[];
  threshold: number;
  reference_weeks: number;
  repeats: number;
  seed: number;
  /** Descriptions of the keys of rates and alarms. */
  rules: Record<string, string>;
  experiments: ExperimentResult[];
  /** What each rule would have decided, week by week. */
  weeks: DriftWeek[];
}

/** The gains from retraining in the weeks of a study. */
export interface RetrainingStudy {
  weeks: (Omit<RetrainingGain, "week"> & { week: string })[];
  means: MeanGain[];
}

/** Descriptions of the rules, by key. */
export const RULES = {
  original: "any p < threshold (original)",
  real: "permutation test (week labels permuted within customers)",
  unusual: "largest category move",
  decision: "default decision",
  activity: "notice: active customers",
};

/**
 * Measures the drift rules on the user's own purchases: how often they alarm where nothing drifted,
 * what they would have decided in each week, and how often they detect shifts of known size.
 *
 * @throws UserError with fewer weeks than the largest category move needs.
 */
export async function driftStudy(
  purchases: StudyPurchases,
  options: StudyOptions,
  running: { workers?: number; onProgress?: (share: number) => void } = {},
): Promise<DriftStudy> {
  const { weeks, weekIndices, emptyWeeks } = purchases;
  if (weeks <= FIRST_JUDGED) {
    throw new UserError(
      `--drift: expected ${
        FIRST_JUDGED + 1
      } complete weeks or more, ${REFERENCE_WEEKS} to compare ` +
        `with and four past moves, found ${weeks}${
          emptyWeeks.length > 0 ? " with purchases" : ""
        }; add earlier transactions`,
    );
  }
  const counts = await runTrials(purchases, options, running);
  return {
    first_week: weekName(weekIndices[0]!),
    last_week: weekName(weekIndices.at(-1)!),
    ...emptyWeeks.length > 0 ? { empty_weeks: emptyWeeks.map(weekName) } : {},
    threshold: options.threshold,
    reference_weeks: REFERENCE_WEEKS,
    repeats: options.repeats,
    seed: options.seed,
    rules: RULES,
    experiments: driftExperiments(purchases, options).map((
      { kind, what, how, size, pastMoves, repeats },
      i,
    ) => ({
      kind,
      what,
      how,
      size,
      past_moves: pastMoves,
      repeats,
      rates: Object.fromEntries(
        Object.entries(counts[i]!).map(([rule, alarms]) => [rule, wilsonInterval(alarms, repeats)]),
      ),
    })),
    weeks: driftYear(purchases, options),
  };
}

/** The model age at which the pipeline trains without drift. */
export const SHOWN_AGE = 4;

/** Ages of the models, in weeks; 0 is the newest possible model. */
export const MODEL_AGES = [0, 1, SHOWN_AGE, 8];

/** The gains by week, and their means over the weeks in which a rule would have retrained. */
export function retrainingStudy(weeks: DriftWeek[], gains: RetrainingGain[]): RetrainingStudy {
  const named = gains.map((gain) => ({ ...gain, week: weekName(gain.week) }));
  const decided = named.map(({ week }) => weeks.find((other) => other.week === week));
  const means = (after: string, chosen: (week: DriftWeek) => boolean) =>
    meanGains(gains, after, (i) => decided[i] !== undefined && chosen(decided[i]));
  return {
    weeks: named,
    means: [
      ...means("every week", () => true),
      ...means("an alarm of the default decision", ({ alarms }) => alarms["decision"]!),
      ...means("a notice of active customers", ({ alarms }) => alarms["activity"]!),
      ...means("a low week", ({ volume }) => volume < LOW_VOLUME),
      ...means(
        "any other week",
        ({ alarms, volume }) => !alarms["decision"] && !alarms["activity"] && volume >= LOW_VOLUME,
      ),
    ],
  };
}
