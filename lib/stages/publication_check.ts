import { median } from "./checking/median.ts";

/** What is known of a forecast before it is published. */
export interface ForecastFacts {
  /** ISO name of the predicted week. */
  week: string;
  /** Rows of `predicciones.csv`, and the probability above which a pair is in it. */
  predictions: number;
  threshold: number;
  /** Pairs of the catalogue, and those of customers and products that have traded. */
  pairs: number;
  traded: number;
  /** Pairs that share the highest probability. */
  tied: number;
  /** Probabilities that are missing or not between 0 and 1. */
  invalid: number;
  /** Sum of all probabilities; null if they are not meant to add up to purchases. */
  expected: number | null;
  /** Purchases of the newest weeks that have some, at most {@linkcode USUAL_WEEKS}. */
  weekly: number[];
  /** The newest complete week. */
  newest: { week: string; lines: number; purchases: number };
  /** Measured with the model that made the forecast: on its test weeks, or in the newest week. */
  judged: JudgedForecasts | undefined;
  /** Test average precision of the model in use before, where a new one replaces it. */
  before: { run: string; average_precision: number } | undefined;
}

/** Average precision on weeks that the model had not seen. */
export interface JudgedForecasts {
  /** Where it was measured, such as "on the test weeks 2024-W46 and 2024-W47". */
  where: string;
  purchases: number;
  average_precision: number;
  /** The best rule of thumb on the same pairs. */
  baseline: { name: string; average_precision: number };
}

/** Reasons against publishing, one sentence each. */
export interface PublicationCheck {
  /** No forecast looks like this, whatever the preset. */
  impossible: string[];
  /** It may be a forecast, and is probably a wrong one. */
  doubtful: string[];
}

/** Weeks whose purchases say how many are usual. */
export const USUAL_WEEKS = 12;

/**
 * Expected purchases may be so many times more or fewer than the median of the newest weeks. The
 * forecasts of the 28 real weeks 2024-W20 to W47 were between 0.44 (W23, after three weeks of half
 * the purchases) and 1.51 times that median.
 */
const EXPECTED_FACTOR = 3;

/** The real week with the smallest share of the usual purchases had 0.46 (2024-W20). */
const NEWEST_SHARE = 0.2;

/**
 * A new model with a smaller share of the average precision of the one before is no ordinary
 * successor. Ordinary successors differ much, as weeks with few purchases are hard to rank: on the
 * real weeks the smallest share was 0.54 (W22 against W20).
 */
const WORSE_SHARE = 0.4;

/** Pairs tied at the highest probability, as a share of the pairs that have traded. */
const CONSTANT_SHARE = 0.5;

/**
 * Whether a forecast looks right: it lists pairs, its probabilities are numbers that differ, they
 * add up to about as many purchases as usual, and its model beats rules of thumb and is not far
 * worse than the one before.
 */
export function checkPublication(facts: ForecastFacts): PublicationCheck {
  const impossible = [invalid(facts), constant(facts), empty(facts)];
  const doubtful = facts.invalid > 0
    ? []
    : [hardlyBought(facts), unusualTotal(facts), noBetterThanHabit(facts), farWorse(facts)];
  const found = (reasons: (string | undefined)[]) => reasons.filter((text) => text !== undefined);
  return { impossible: found(impossible), doubtful: found(doubtful) };
}

function invalid({ invalid, pairs }: ForecastFacts): string | undefined {
  if (invalid === 0) return undefined;
  return `Expected a probability between 0 and 1 for each of ${counted(pairs)} pairs, found ` +
    `${
      counted(invalid)
    } without one: the model or its features are damaged; train a new one with ` +
    "--force-train.";
}

function constant({ tied, traded, invalid }: ForecastFacts): string | undefined {
  if (invalid > 0 || traded < 2 || tied < CONSTANT_SHARE * traded) return undefined;
  return `Expected probabilities that tell pairs apart, found ${counted(tied)} pairs that share ` +
    "the highest: the model has learned nothing; look at the quantities of the included weeks.";
}

function empty({ predictions, threshold, week }: ForecastFacts): string | undefined {
  if (predictions > 0) return undefined;
  return `Expected a list of likely purchases in ${week}, found no pair above the threshold of ` +
    `${
      threshold.toFixed(3)
    }: the model expects hardly any purchases, or the threshold is too high; ` +
    "look at the quantities of the newest weeks, and at --decision-threshold.";
}

/**
 * Whether the newest week has hardly any purchases: then the forecast does not know what was bought
 * last. A week without lines may have been a closed one.
 */
function hardlyBought({ newest, weekly }: ForecastFacts): string | undefined {
  const { week, lines, purchases } = newest, usual = weekly.length === 0 ? 0 : median(weekly);
  if (lines === 0 || purchases > 0 && purchases >= NEWEST_SHARE * usual) return undefined;
  return `Expected about ${counted(usual)} purchases in ${week}, the newest complete week, found ` +
    `${counted(purchases)} in its ${
      counted(lines)
    } order lines: most are returns or zero, or lines ` +
    "are missing; check column items.";
}

function unusualTotal({ expected, weekly, week }: ForecastFacts): string | undefined {
  const usual = median(weekly);
  if (expected === null || weekly.length === 0) return undefined;
  const [low, high] = [usual / EXPECTED_FACTOR, usual * EXPECTED_FACTOR];
  if (expected >= low && expected <= high) return undefined;
  return `Expected ${counted(low)} to ${
    counted(high)
  } purchases in ${week}, which is a median of ` +
    `${counted(usual)} in the last ${weekly.length} weeks divided and multiplied by ` +
    `${EXPECTED_FACTOR}, found ${
      counted(expected)
    }: the newest weeks are incomplete or doubled, or ` +
    "the model is wrong; compare their purchases with your own figures.";
}

function noBetterThanHabit({ judged }: ForecastFacts): string | undefined {
  if (!judged) return undefined;
  const { where, purchases, average_precision: found, baseline } = judged;
  if (purchases === 0) return undefined;
  const least = baseline.average_precision - chance(baseline.average_precision, purchases);
  if (found >= least) return undefined;
  return `Expected an average precision of at least ${baseline.average_precision.toFixed(3)} ` +
    `${where}, as the rule of thumb "${baseline.name}" has, found ${found.toFixed(3)}: the model ` +
    "adds nothing; look for features that changed, or train longer with --n-trials.";
}

function farWorse({ judged, before }: ForecastFacts): string | undefined {
  if (!judged || !before || judged.purchases === 0) return undefined;
  const { average_precision: found, where, purchases } = judged;
  const least = WORSE_SHARE * before.average_precision;
  if (found >= least - chance(least, purchases)) return undefined;
  return `Expected an average precision of at least ${least.toFixed(3)} ${where}, ` +
    `${100 * WORSE_SHARE} % of the ${before.average_precision.toFixed(3)} of the model in use ` +
    `(run ${before.run}), found ${found.toFixed(3)}: the newest weeks or the training are wrong; ` +
    "compare these weeks with earlier ones.";
}

/** Two standard errors of a share: what a few purchases more or less could do. */
function chance(share: number, count: number): number {
  return 2 * Math.sqrt(share * (1 - share) / count);
}

function counted(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
