import { counted, percent } from "../in_words.ts";

/** One of the three splits: its weeks by ISO name and its rows. */
export interface SplitSummary {
  /** Number of weeks. */
  weeks: number;
  /** The first week. */
  from: string;
  /** The last week. */
  to: string;
  /** Rows of the split. */
  rows: number;
  /** Number of purchases. */
  purchases: number;
  /** Purchases over rows. */
  share: number;
}

/** Sums up a split from its weeks, oldest first. */
export function splitSummary(
  weeks: { week: string; rows: number; purchases: number }[],
): SplitSummary {
  const rows = weeks.reduce((sum, week) => sum + week.rows, 0);
  const purchases = weeks.reduce((sum, week) => sum + week.purchases, 0);
  return {
    weeks: weeks.length,
    from: weeks[0]!.week,
    to: weeks.at(-1)!.week,
    rows,
    purchases,
    share: purchases / rows,
  };
}

/**
 * The use of each week, and whether validation and test weeks are alike.
 *
 * @param options.unused whether no model was trained: the weeks are those that one would have had.
 * @param options.heldShare share of the customers in validation and test.
 * @param options.learnedShare share of the customers that the model learns from.
 */
export function splitProse(
  { train, validation, test }: Record<"train" | "validation" | "test", SplitSummary>,
  { unused = false, heldShare = 1, learnedShare = 1 }: {
    unused?: boolean;
    heldShare?: number | undefined;
    learnedShare?: number | undefined;
  } = {},
): string {
  const [learns, chosen, evaluated] = unused
    ? [
      "No model was trained this week, as the one in use stays: its weeks are on the page about " +
      "the model. A new one would learn from",
      "would be chosen",
      "would be",
    ]
    : ["The model learns from", "are chosen", "is"];
  return `${learns} ${weekCount(train)}, ${train.from} to ${train.to}; its settings ` +
    `${chosen} on ${weekCount(validation)}, ${
      spanOf(validation)
    }; and it ${evaluated} evaluated on the newest ${weekCount(test)}, ${spanOf(test)}. ` +
    `${percent(test.share, 2)} of the pairs are bought in the test weeks and ` +
    `${percent(validation.share, 2)} in the validation weeks: ` +
    likenessProse(test.share / validation.share) + (heldShare < 1 ? partProse(heldShare) : "") +
    (learnedShare < 1
      ? ` The training weeks have those of ${percent(learnedShare, 1)}, because more rows than ` +
        "max_rows would be learned from."
      : "");
}

function partProse(share: number): string {
  return ` Both have all pairs of ${
    percent(share, 1)
  } of the customers, drawn at random, because ` +
    "those of all customers would take much memory.";
}

function weekCount({ weeks }: SplitSummary): string {
  return weeks === 1 ? "1 week" : `${weeks} weeks`;
}

function spanOf({ from, to }: SplitSummary): string {
  return from === to ? from : `${from} to ${to}`;
}

function likenessProse(ratio: number): string {
  if (Math.abs(ratio - 1) < 0.1) {
    return "so close that the share is no reason against a threshold chosen in validation, though " +
      "weeks may differ in other ways.";
  }
  return ratio > 1
    ? "more was bought lately, so a threshold chosen in validation lets many pairs through, and " +
      "probabilities may be too low."
    : "less was bought lately, so a threshold chosen in validation may let too few pairs through, " +
      "and probabilities may be too high.";
}

/** The result of the sampling of negatives. */
export interface Sampling {
  /** Share of the repeat pairs kept, among pairs that were not bought. */
  repeatRate: number;
  /** Share of the other pairs kept. */
  newRate: number;
  /** Purchases over rows, in the sample. */
  sampledShare: number;
  /** Purchases over rows, in whole weeks. */
  trueShare: number;
  /** Rows of the split. */
  rows: number;
  /** The parameter `max_rows`. */
  maxRows: number;
  /** Corrected probability of a new pair to which the trees give 50 %. */
  correctedHalf: number;
}

/** Which negatives the training weeks keep, and how that affects probabilities. */
export function samplingProse(sampling: Sampling): string {
  const { repeatRate, newRate, sampledShare, trueShare, correctedHalf } = sampling;
  if (repeatRate === 1 && newRate === 1) {
    return "The training weeks keep every pair, so probabilities need no correction.";
  }
  const repeats = repeatRate === 1 ? "all" : percent(repeatRate, 1);
  return "Of the pairs that were not bought, the training weeks keep " +
    `${repeats} that the shop had bought before and ${percent(newRate, 1)} of the others. ` +
    `Purchases are ${percent(sampledShare, 1)} of these rows, but only about ` +
    `${percent(trueShare, 1)} of all pairs. Where the trees say 50% for a new pair, the ` +
    `corrected probability is ${percent(correctedHalf, 1)}. ${roomProse(sampling)}`;
}

function roomProse({ repeatRate, rows, maxRows }: Sampling): string {
  return repeatRate < 1
    ? "Repeats were sampled too, because `max_rows` limits the rows: more memory would allow more."
    : `All ${counted(rows)} rows fit into \`max_rows\` (${
      counted(maxRows)
    }), so every repeat is kept.`;
}

/** How many features a row has, and the largest families, by the first words of their names. */
export function featuresProse(
  families: { family: string; features: number }[],
  { behavioural }: { behavioural: boolean },
): string {
  const total = families.reduce((sum, { features }) => sum + features, 0);
  const largest = families.toSorted((a, b) => b.features - a.features).slice(0, 4)
    .map(({ family, features }) => `\`${family}\` with ${features}`);
  return `A row has **${total} features**. The largest families are ${largest.join(", ")}. ` +
    (behavioural
      ? "All are computed from weeks before that of the row, by the same code for training and forecast."
      : "They are the attributes of the original system, the same every week for the same pair.");
}
