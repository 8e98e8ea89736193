import type { ExpectedItemsReport } from "../../stages/expected_items.ts";
import { newestWeight } from "../../quantity/volume_spread.ts";
import type { Id } from "../../table/ids.ts";
import {
  comparedWith,
  comparedWithLatest,
  counted,
  idInWords,
  percent,
  points,
  rangeProse,
  weekSpan,
} from "../in_words.ts";

/** The sum of the forecast and the size of its list. */
export interface ForecastTotal {
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
  /** Pairs scored. */
  pairs: number;
  /** Pairs above the threshold. */
  listed: number;
  /** The decision threshold of the run. */
  threshold: number;
  /** Measured on the test weeks, at the threshold of the model. */
  test: {
    weeks: string[];
    decision_threshold: number;
    precision: number;
    recall: number;
    calibration_error: number;
  };
}

/** The expected purchases, compared with the weeks before, and the length of the list. */
export function totalProse(total: ForecastTotal): string {
  const { week, expected, latest, test } = total;
  const usual = latest.reduce((sum, purchases) => sum + purchases, 0) / latest.length;
  return [
    `**${counted(expected)} purchases** are expected in ${week}${rangeProse(total)}: ` +
    `${comparedWithLatest(expected, latest)}.`,
    changeProse(expected / usual),
    test.calibration_error < 0.03 ? "" : `In ${weekSpan(test.weeks)} the probabilities were off ` +
      `by ${points(test.calibration_error)} on average, so take the number with care.`,
    listedProse(total),
  ].filter((sentence) => sentence !== "").join(" ");
}

/** The expected units, and how far off they may be. */
export function unitsProse(
  { week, coverage, total, products, past_weeks }: ExpectedItemsReport,
): string {
  const { expected, low, high, usual } = total.items;
  const withInterval = products.filter(({ items }) => items.low !== undefined).length;
  const first =
    `**${counted(expected)} units** are expected in ${week}, ${
      comparedWith(expected, usual)
    } the mean of the last four weeks (${counted(usual)}). Units are the \`items\` of ` +
    "transacciones, which may be fractions of a case.";
  if (low === undefined || high === undefined) {
    return `${first} There are too few weeks to say how far off that may be.`;
  }
  return `${first} In about ${counted(10 * coverage)} weeks of 10 the sum is between ${
    counted(low)
  } and ${counted(high)}, by how far ${
    past_weeks === undefined ? "past weeks were" : `each of the last ${past_weeks} weeks was`
  } from the mean of the four weeks before; the newest weigh most${
    past_weeks === undefined
      ? ""
      : ` (the last has ${percent(newestWeight(past_weeks))} of the weight)`
  }, so one unusual week widens it. ${
    withInterval === 1 ? "1 product has" : `${counted(withInterval)} products have`
  } enough purchases for an interval of their own.`;
}

function changeProse(ratio: number): string {
  if (ratio > 1.15) return "That is a clear rise: compare it with stock and deliveries.";
  return ratio < 0.85
    ? "That is a clear fall: the model sees shops that bought lately as supplied, or as lost."
    : "By that mean it is an ordinary week.";
}

function listedProse({ listed, pairs, threshold, test }: ForecastTotal): string {
  const first = `**${counted(listed)} pairs** of ${counted(pairs)} are above the threshold of ` +
    threshold.toFixed(3);
  return threshold === test.decision_threshold
    ? `${first}. In ${weekSpan(test.weeks)}, before the model learned from these weeks too, ${
      percent(test.precision)
    } of such a list was bought, and it had ${percent(test.recall)} of the purchases of known ` +
      "shops and products."
    : `${first}, which is not the one that the model was evaluated with.`;
}

/** How sure the forecast is. */
export function certaintyProse(
  { likely, sure, inList, expected, unlisted }: {
    /** Pairs above 50 % and above 80 %. */
    likely: number;
    sure: number;
    /** Expected purchases in the list and in all pairs. */
    inList: number;
    expected: number;
    /** Pairs outside the list. */
    unlisted: number;
  },
): string {
  const share = inList / expected;
  return `${counted(likely)} pairs are more likely than not to be bought, ${counted(sure)} with ` +
    `more than 80%. The list contains ${percent(share)} of the expected purchases. The other ` +
    `${percent(1 - share)} are spread over ${
      counted(unlisted)
    } pairs below the threshold: a longer ` +
    "list finds more purchases, and more pairs that are not bought.";
}

/**
 * How many shops are on the list, and how much of it each has.
 *
 * @param listed length of the list of each shop that is on it.
 * @param shops number of all shops.
 */
export function shopsProse(listed: number[], shops: number): string {
  const counts = listed.toSorted((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)] ?? 0;
  return `${counted(counts.length)} of ${counted(shops)} shops ` +
    `(${percent(counts.length / shops)}) are on the list, half of them with ${counted(median)} ` +
    `products or fewer, the longest list with ${counted(counts.at(-1) ?? 0)}. ` +
    (counts.length < 0.5 * shops
      ? "Most shops are not on it: a visit to them needs another reason than this forecast."
      : "Most shops are on it: begin with those that have the most expected purchases.");
}

/**
 * How concentrated the forecast is, by expected purchases of each product, the largest first.
 *
 * @param options.unsold products of the catalogue without an order line.
 */
export function demandProse(
  products: { product: Id; expected: number }[],
  { unsold }: { unsold: number },
): string {
  const expected = products.map((product) => product.expected);
  const total = expected.reduce((sum, purchases) => sum + purchases, 0);
  let few = 0, covered = 0;
  while (covered < 0.8 * total && few < expected.length) covered += expected[few++]!;
  return `${counted(few)} of ${counted(expected.length)} products make 80% of the expected ` +
    `purchases${unsold > 0 ? ` (${counted(unsold)} have never sold)` : ""}; product ${
      idInWords(products[0]?.product ?? "")
    } leads with ${counted(expected[0] ?? 0)} shops. ` +
    (few < 0.1 * expected.length
      ? "Stock decisions can concentrate on few products."
      : "Demand is spread: stock decisions concern a large part of the catalogue.");
}
