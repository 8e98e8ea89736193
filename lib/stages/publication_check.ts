import type { Message, MessageValue } from "../language/message.ts";
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
  where: MessageValue;
  purchases: number;
  average_precision: number;
  /** The best rule of thumb on the same pairs. */
  baseline: { name: string; average_precision: number };
}

/** Reasons against publishing, one sentence each. */
export interface PublicationCheck {
  /** No forecast looks like this, whatever the preset. */
  impossible: Message[];
  /** It may be a forecast, and is probably a wrong one. */
  doubtful: Message[];
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
  const found = (reasons: (Message | undefined)[]) =>
    reasons.filter((reason) => reason !== undefined);
  return { impossible: found(impossible), doubtful: found(doubtful) };
}

function invalid({ invalid, pairs }: ForecastFacts): Message | undefined {
  return invalid === 0 ? undefined : { key: "check.invalid", values: { pairs, invalid } };
}

function constant({ tied, traded, invalid }: ForecastFacts): Message | undefined {
  if (invalid > 0 || traded < 2 || tied < CONSTANT_SHARE * traded) return undefined;
  return { key: "check.constant", values: { tied } };
}

function empty({ predictions, threshold, week }: ForecastFacts): Message | undefined {
  return predictions > 0 ? undefined : { key: "check.empty", values: { week, threshold } };
}

/**
 * Whether the newest week has hardly any purchases: then the forecast does not know what was bought
 * last. A week without lines may have been a closed one.
 */
function hardlyBought({ newest, weekly }: ForecastFacts): Message | undefined {
  const { week, lines, purchases } = newest, usual = weekly.length === 0 ? 0 : median(weekly);
  if (lines === 0 || purchases > 0 && purchases >= NEWEST_SHARE * usual) return undefined;
  return {
    key: "check.hardlyBought",
    values: { usual: Math.round(usual), week, found: purchases, lines },
  };
}

function unusualTotal({ expected, weekly, week }: ForecastFacts): Message | undefined {
  const usual = median(weekly);
  if (expected === null || weekly.length === 0) return undefined;
  const [low, high] = [usual / EXPECTED_FACTOR, usual * EXPECTED_FACTOR];
  if (expected >= low && expected <= high) return undefined;
  return {
    key: "check.total",
    values: {
      low: Math.round(low),
      high: Math.round(high),
      week,
      usual: Math.round(usual),
      weeks: weekly.length,
      factor: EXPECTED_FACTOR,
      found: Math.round(expected),
    },
  };
}

function noBetterThanHabit({ judged }: ForecastFacts): Message | undefined {
  if (!judged) return undefined;
  const { where, purchases, average_precision: found, baseline } = judged;
  if (purchases === 0) return undefined;
  const least = baseline.average_precision;
  if (found >= least - chance(least, purchases)) return undefined;
  return { key: "check.noBetter", values: { least, where, baseline: baseline.name, found } };
}

function farWorse({ judged, before }: ForecastFacts): Message | undefined {
  if (!judged || !before || judged.purchases === 0) return undefined;
  const { average_precision: found, where, purchases } = judged;
  const least = WORSE_SHARE * before.average_precision;
  if (found >= least - chance(least, purchases)) return undefined;
  return {
    key: "check.worse",
    values: {
      least,
      where,
      share: 100 * WORSE_SHARE,
      before: before.average_precision,
      run: before.run,
      found,
    },
  };
}

/** Two standard errors of a share: what a few purchases more or less could do. */
function chance(share: number, count: number): number {
  return 2 * Math.sqrt(share * (1 - share) / count);
}
