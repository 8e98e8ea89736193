import { BLEND_WEIGHTS } from "../../model/model_kinds.ts";
import { counted, listed, percent, weekSpan } from "../in_words.ts";

/**
 * Which weeks are explained, and that the explained model has not learned from them.
 *
 * @param options.learned ISO names of the weeks that its trees have learned from.
 * @param options.model its kind; of a blend, how its members enter.
 */
export function explainedProse(
  { weeks, rows, positives }: { weeks: string[]; rows: number; positives: number },
  { learned, model }: { learned: string[]; model: string },
): string {
  return `Measured on **${
    weekSpan(weeks)
  }**, from which the explained model **has not learned**: ` +
    `its trees have seen ${weekSpan(learned)}. It is the model as it was judged, before it was ` +
    "fitted once more on all weeks for the forecast. The samples are drawn from the " +
    `${counted(rows)} pairs of these weeks, ${counted(positives)} of which were bought ` +
    `(${
      percent(positives / rows, 1)
    }). Only the importance of splits belongs to the rows that the ` +
    "trees were grown on." + (model === "blend" ? `\n\n${blendProse()}` : "");
}

/** How the members of a blend enter the importances, contributions and curves. */
function blendProse(): string {
  const members = Object.entries(BLEND_WEIGHTS).map(([kind, weight]) =>
    `${kind.replaceAll("_", " ")} (weight ${weight})`
  );
  return `The model is a **blend**, explained as one: its score is the weighted mean of the log-odds ` +
    `of ${
      listed(members)
    }. All are sums of trees, the regression too, with one feature a tree; so ` +
    "each contribution is the weighted mean of the members' contributions, and the importance of " +
    "splits is each member's share of its own splits, with the same weights.";
}

/** A shuffled feature and the drop of average precision. */
export interface PermutedFeature {
  /** Its name. */
  feature: string;
  /** Mean drop over the shuffles. */
  mean: number;
  /** Lower end of the 95 % interval of the mean. */
  interval_low: number;
  /** Upper end. */
  interval_high: number;
}

/**
 * What the model loses without each feature, the most important first.
 *
 * @param options.meanings of the features that have one.
 * @param options.weeks ISO names of the weeks of the sample.
 */
export function permutationImportanceProse(
  { baseline, features, sample }: {
    baseline: number;
    features: PermutedFeature[];
    sample: { rows: number };
  },
  { meanings, weeks }: { meanings: ReadonlyMap<string, string | null>; weeks: string[] },
): string {
  const named = ({ feature }: PermutedFeature) => {
    const meaning = meanings.get(feature);
    return `\`${feature}\`${meaning ? ` (${meaning})` : ""}`;
  };
  const [first, second] = features as [PermutedFeature, ...PermutedFeature[]];
  const needed = features.filter(({ interval_low }) => interval_low > 0.001).length;
  return `On a sample of ${counted(sample.rows)} pairs of ${
    weekSpan(weeks)
  }, weighted to all pairs ` +
    `of these weeks, average precision is ${baseline.toFixed(3)}; page 05 has that of all pairs. ` +
    `Without ${named(first)} it falls by ` +
    `**${first.mean.toFixed(3)}**. ` +
    (second ? `${named(second)} follows with ${second.mean.toFixed(3)}. ` : "") +
    `${needed} of the ${features.length} shuffled features are worth more than 0.001 by ` +
    "themselves, by the 95% intervals of repeated shuffles; other pairs and weeks would vary " +
    "more. " +
    overlapProse(features.filter(({ interval_high }) => interval_high < 0)) +
    relianceProse(first.mean / baseline, second && second.mean / baseline);
}

function overlapProse(better: PermutedFeature[]): string {
  if (better.length === 0) return "";
  const names = listed(better.map(({ feature }) => `\`${feature}\``));
  return `Shuffling ${names} even raises average precision slightly on these pairs: other features ` +
    "have the same information. ";
}

function relianceProse(first: number, second: number | undefined): string {
  if (first < 0.05) {
    return "No single feature is decisive: they overlap, so losing one costs little.";
  }
  if (first > 0.4) {
    return "The model depends on one feature: if that is wrong one day, so is the forecast.";
  }
  return second !== undefined && second < 0.05
    ? "The others overlap, so losing any one of them costs little."
    : "The first one matters, but the model does not depend on it alone.";
}

/**
 * Which family of features the splits use most.
 *
 * @param options.measure the quantity of which importances are shares.
 * @param options.learned ISO names of the weeks that the trees have learned from.
 */
export function familiesProse(
  families: { family: string; meaning: string; importance: number }[],
  { measure, learned }: {
    measure: "mean_decrease_in_impurity" | "total_gain";
    learned: string[];
  },
): string {
  const [first, second] = families;
  const what = measure === "total_gain" ? "gain of the splits" : "impurity that the splits remove";
  return `In the training rows of ${weekSpan(learned)}, features about ${
    first!.meaning
  } account for **${percent(first!.importance)}** of the ` +
    what +
    (second ? `, those about ${second.meaning} for ${percent(second.importance)}` : "") +
    `. ${familyMeaning(first!.family)}`;
}

function familyMeaning(family: string): string {
  if (family === "pair" || family === "group") return "Habit matters most, as expected.";
  if (family === "customer" || family === "product") {
    return `They describe the ${family} as a whole more than the pair, so the forecasts for pairs ` +
      `of the same ${family} will be alike.`;
  }
  return "That is not the history of the pair, which deserves a second look.";
}

/** A feature and the mean probability along its values. */
export interface DependenceCurve {
  /** Its name. */
  feature: string;
  /** Values of the feature, ascending where they are numbers. */
  grid: (number | string)[];
  /** The mean probability at each value. */
  mean: number[];
}

/** The numeric features with which the probability rises, and those with which it falls. */
export function directionsProse(curves: DependenceCurve[]): string {
  const numeric = curves.filter(({ grid }) => typeof grid[0] === "number").map((curve) => {
    const from = curve.mean[0]!, to = curve.mean.at(-1)!;
    const [low, high] = [curve.grid[0], curve.grid.at(-1)].map((end) => short(Number(end)));
    return {
      text: `\`${curve.feature}\` (${percent(from, 1)} at ${low}, ${percent(to, 1)} at ${high})`,
      rise: to - from,
    };
  });
  const rising = numeric.filter(({ rise }) => rise > 0.002).map(({ text }) => text);
  const falling = numeric.filter(({ rise }) => rise < -0.002).map(({ text }) => text);
  return [
    rising.length > 0
      ? "Over the values that 98% of the pairs have, the mean probability **rises** with " +
        `${listed(rising)}.`
      : "",
    falling.length > 0 ? `It **falls** with ${listed(falling)}.` : "",
    "Check that these directions are what a seller would expect.",
  ].filter((sentence) => sentence !== "").join(" ");
}

function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/**
 * What pushes the scores of purchases up.
 *
 * @param options.weeks ISO names of the weeks of the sample.
 */
export function shapProse(
  { unit, base_value, features, sample }: {
    unit: "probability" | "log_odds";
    base_value: number;
    features: { feature: string; mean_purchases: number }[];
    sample: { positives: number };
  },
  { weeks }: { weeks: string[] },
): string {
  const pushes = features.toSorted((a, b) => b.mean_purchases - a.mean_purchases)
    .filter(({ mean_purchases }) => mean_purchases > 0).slice(0, 3);
  const sum = pushes.reduce((total, { mean_purchases }) => total + mean_purchases, 0);
  const named = pushes.map(({ feature, mean_purchases }) =>
    `\`${feature}\` (+${mean_purchases.toFixed(3)})`
  );
  return `The base value is ${base_value.toFixed(3)} (${unit.replace("_", "-")}, before the ` +
    "correction for sampling): the mean over the rows that the trees have learned from. " +
    (pushes.length > 0
      ? `Among ${counted(sample.positives)} pairs that were bought in ${
        weekSpan(weeks)
      }, the score ` +
        `is raised most by ${listed(named)}, together ` +
        `by +${sum.toFixed(3)} on average.`
      : "No feature raises the score of the pairs that were bought.");
}

/** Whether rankings of features agree on their first ten. */
export function agreementProse(rankings: { feature: string }[][]): string {
  const views = rankings.map((ranking) => ranking.slice(0, 10).map(({ feature }) => feature));
  const common = views[0]!.filter((feature) => views.every((view) => view.includes(feature)));
  const named = common.length > 0 ? `: ${listed(common.map((name) => `\`${name}\``))}` : "";
  return `The rankings share ${common.length} of their first ten features` +
    `${named}. ` +
    (common.length > 0.8 * views[0]!.length
      ? "They agree, so it matters little which one you read."
      : "They differ because overlapping features share their credit differently; trust families " +
        "more than single names.");
}
