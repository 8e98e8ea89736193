import { weekName } from "../../table/week.ts";
import { UserError } from "../../user_error.ts";
import { driftExperiments } from "./drift_experiments.ts";
import { REFERENCE_WEEKS } from "../decide/compared_weeks.ts";
import { FIRST_JUDGED, type StudyOptions } from "./experiment.ts";
import { type DriftWeek, driftYear, LOW_VOLUME } from "./drift_year.ts";
import type { PurchaseHistory } from "./purchase_history.ts";
import { type MeanGain, meanGains, type RetrainingGain } from "./retraining_gain.ts";
import { runTrials } from "./run_trials.ts";
import { type Rate, wilsonInterval } from "../../metrics/wilson_interval.ts";

/** What one experiment found. */
export interface ExperimentResult {
  kind: "undisturbed" | "real" | "simulated";
  what: string;
  how: string;
  size: number;
  past_moves: number | null;
  repeats: number;
  /** Alarms by rule; a rule that was not asked is missing. */
  rates: Record<string, Rate>;
}

/** What the drift rules do on these purchases; plain JSON. */
export interface DriftStudy {
  first_week: string;
  last_week: string;
  threshold: number;
  reference_weeks: number;
  repeats: number;
  seed: number;
  /** What the keys of rates and alarms stand for. */
  rules: Record<string, string>;
  experiments: ExperimentResult[];
  /** What each rule would have decided, week by week. */
  weeks: DriftWeek[];
}

/** What retraining gained in the weeks of a study. */
export interface RetrainingStudy {
  weeks: (Omit<RetrainingGain, "week"> & { week: string })[];
  means: MeanGain[];
}

export const RULES = {
  original: "any p < threshold (original)",
  real: "is it real? (week labels permuted within customers)",
  unusual: "is it unusual? (largest category move)",
  decision: "default decision",
  activity: "notice: active customers",
};

/**
 * Measures the drift rules on the purchases that they will judge: how often they alarm where nothing
 * drifted, what they would have decided in each week, and how often they see shifts of stated size.
 *
 * @throws UserError where there are fewer weeks than the second question needs.
 */
export async function driftStudy(
  history: PurchaseHistory,
  options: StudyOptions,
  running: { workers?: number; onProgress?: (share: number) => void } = {},
): Promise<DriftStudy> {
  const { weeks, firstWeek } = history;
  if (weeks <= FIRST_JUDGED) {
    throw new UserError(
      `--drift: expected ${
        FIRST_JUDGED + 1
      } complete weeks or more, ${REFERENCE_WEEKS} to compare ` +
        `with and four past moves, found ${weeks}`,
    );
  }
  const counts = await runTrials(history, options, running);
  return {
    first_week: weekName(firstWeek),
    last_week: weekName(firstWeek + weeks - 1),
    threshold: options.threshold,
    reference_weeks: REFERENCE_WEEKS,
    repeats: options.repeats,
    seed: options.seed,
    rules: RULES,
    experiments: driftExperiments(history, options).map((
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
    weeks: driftYear(history, options),
  };
}

/** The age at which the pipeline trains although nothing drifted. */
export const SHOWN_AGE = 4;

/** Weeks that the models in use are older than the newest possible one, which comes first. */
export const MODEL_AGES = [0, 1, SHOWN_AGE, 8];

/** The gains by week, and their means after the weeks in which a rule would have retrained. */
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
