import type { CalibrationBin } from "../../metrics/calibration_error.ts";
import { closedPercents } from "../../language/percent_signs.ts";
import {
  comparedWithLatest,
  counted,
  percent,
  points,
  RANGE_SOURCE,
  rangeProse,
  weekSpan,
} from "../in_words.ts";

/** The numbers of the first paragraph of the overview. */
export interface Answer {
  /** ISO name of the predicted week. */
  week: string;
  /** Sum of all probabilities. */
  expected: number;
  /** Ends of its 80% interval, if it has one. */
  low?: number | undefined;
  /** See `low`. */
  high?: number | undefined;
  /** Purchases of the latest weeks, four at most, the newest last. */
  latest: number[];
  /** Pairs above the threshold. */
  listed: number;
  /** The decision threshold of the run. */
  threshold: number;
  /** Measured on the test weeks, at the threshold of the model. */
  test: { weeks: string[]; decision_threshold: number; precision: number; recall: number };
  /** What the drift check decided, and why. */
  drift: { decision: "train_model" | "skip_training"; reason: string };
  /** Warnings of the run, the unusual ones first. */
  warnings: string[];
  /** The failed checks of a run that is held. */
  held?: string[];
}

/**
 * What to expect, how many pairs are predicted, which model predicts, and the run's warnings. What holds
 * the forecast comes first.
 */
export function answerProse(answer: Answer): string {
  const { week, expected, drift } = answer;
  return [
    ...(answer.held ?? []).map((reason) => `**Held, not published**: ${reason}`),
    `**${counted(expected)} purchases** are expected in ${week}${rangeProse(answer)}: ` +
    `${comparedWithLatest(expected, answer.latest)}.${
      answer.low === undefined ? "" : ` ${RANGE_SOURCE}`
    }`,
    listProse(answer),
    `${drift.decision === "train_model" ? "A new model was trained" : "The model in use stays"}. ` +
    `Reason: ${drift.reason}`,
    warningsProse(answer.warnings),
  ].map((line) => `- ${closedPercents(line)}`).join("\n");
}

function listProse({ listed, threshold, test }: Answer): string {
  const first = `**${counted(listed)} pairs** of shop and product are predicted: those with a ` +
    `probability above ${threshold.toFixed(3)}.`;
  // precision and recall were measured at the model's own threshold
  if (threshold !== test.decision_threshold) return first;
  return `${first} In ${weekSpan(test.weeks)}, before the model learned from these weeks too, **${
    percent(test.precision)
  } of such a list was bought**, and it had ${percent(test.recall)} of the purchases of known ` +
    "shops and products.";
}

function warningsProse(warnings: string[]): string {
  if (warnings.length === 0) return "The run raised no warnings.";
  const count = warnings.length === 1 ? "one warning" : `${warnings.length} warnings`;
  return `The run raised ${count}: ${warnings.join("; ")}.`;
}

/** Sums of expected and bought purchases that differ by more are called out. */
const CLOSE_SUMS = 0.05;

/** Measures of the test weeks that the overview reads. */
export interface Trust {
  /** ISO names of the test weeks. */
  weeks: string[];
  /** Pairs scored. */
  pairs: number;
  /** Pairs that were bought. */
  positives: number;
  /** Mean precision over all recalls. */
  average_precision: number;
  /** Share of a customer's purchases among its ten best pairs. */
  recall_at_10: number;
  /** Mean distance between probabilities and observed shares, among pairs with at least 5%. */
  calibration_error: number;
}

/**
 * Quality of the ranking and of the probabilities on the test weeks, beside rules of thumb.
 *
 * @param curve of the pairs with at least 5%; files of older versions have none.
 */
export function trustProse(
  test: Trust,
  rules: { name: string; average_precision: number }[],
  curve: CalibrationBin[] = [],
): string {
  const rate = test.positives / test.pairs;
  const best = rules.toSorted((a, b) => b.average_precision - a.average_precision)[0]!;
  const better = test.average_precision - best.average_precision > 0.01;
  return `Shops buy only ${percent(rate, 1)} of the known pairs in a week. The average precision ` +
    `of the model, the mean precision over all recalls, is ${test.average_precision.toFixed(3)} ` +
    `in ${weekSpan(test.weeks)}. Random scores would reach ${
      rate.toFixed(3)
    }, and the best rule of thumb (${best.name}) ` +
    `reaches ${best.average_precision.toFixed(3)}, so the model is ` +
    `${better ? "better than habit alone" : "no better than habit alone"}. The ten best pairs of ` +
    `a shop contain ${percent(test.recall_at_10)} of what it buys. ${
      calibrationProse(test, curve)
    }`;
}

function calibrationProse({ calibration_error }: Trust, curve: CalibrationBin[]): string {
  const sum = (of: (bin: CalibrationBin) => number) => curve.reduce((sum, bin) => sum + of(bin), 0);
  const expected = sum(({ count, meanPredicted }) => count * meanPredicted);
  const bought = sum(({ count, shareOfPositives }) => count * shareOfPositives);
  const sums = expected === 0
    ? ""
    : `, and ${counted(bought)} purchases were made where they sum to ${counted(expected)}`;
  return `Among pairs with at least 5%, the probabilities are off by ${
    points(calibration_error)
  } on average${sums}: ${
    calibration_error < 0.03
      ? `they are ${sumProse(bought / expected)}`
      : "trust the order more than the numbers"
  }.`;
}

/** @param ratio bought over expected; not a number if that is not known. */
function sumProse(ratio: number): string {
  if (ratio > 1 + CLOSE_SUMS) return "too low in sum";
  return ratio < 1 - CLOSE_SUMS ? "too high in sum" : "well calibrated";
}

/** What the shares of the families measure, and on which rows. */
export function importanceMeasure(
  { native_measure }: { native_measure: "mean_decrease_in_impurity" | "total_gain" },
  { learned }: { learned: string[] },
): string {
  return `${
    native_measure === "total_gain" ? "gain of the splits" : "impurity that the splits remove"
  } in the training rows of ${weekSpan(learned)}`;
}

/**
 * The families of features that the model uses most, the most important first.
 *
 * @param measured what their importance is a share of.
 */
export function reasonsProse(
  families: { family: string; meaning: string; importance: number }[],
  measured: string,
): string {
  const [first, second] = families;
  const next = second ? `, followed by ${second.meaning} (${percent(second.importance)})` : "";
  const own = families.filter(({ family }) => family === "pair" || family === "group")
    .reduce((sum, { importance }) => sum + importance, 0);
  return `The model relies most on ${first!.meaning} (${
    percent(first!.importance)
  } of the ${measured})${next}. ` +
    (own > 0.5
      ? "Shops mostly buy again what they have bought, so the forecast is mainly about habits."
      : "The forecast uses more than the habits of each shop.");
}
