import { counted, percent, weekSpan } from "../in_words.ts";
import { LITTLE_SPREAD } from "./importances.ts";

/** A kind of model of `training_results.json` in words: `random_forest` is "random forest". */
function inWords(kind: string): string {
  return kind.replaceAll("_", " ");
}

/**
 * The origin of the model, its training data, and the kinds of model that were compared.
 *
 * @param options.from the run that trained the model, if it was another run.
 */
export function trainedProse(
  { model, refit, validation, alternatives }: {
    model: string;
    refit: { rows: number; weeks: string[] };
    validation: { weeks: string[]; average_precision: number };
    alternatives: { model: string; validation: { average_precision: number } }[];
  },
  { from }: { from?: string | undefined } = {},
): string {
  const weeks = `${refit.weeks[0]} to ${refit.weeks.at(-1)}`;
  const origin = from === undefined
    ? "The model was trained in this run. Its final fit used " +
      `${counted(refit.rows)} rows of ${refit.weeks.length} weeks, ${weeks}.`
    : `**No model was trained in this run**: it uses the model of run \`${from}\`, which learned ` +
      `from ${weeks}. The rest of this page is about that model.`;
  const others = alternatives.map((other) =>
    `; ${inWords(other.model)} had ${other.validation.average_precision.toFixed(3)}`
  ).join("");
  const kind = model === "blend"
    ? "a **blend** of a random forest, gradient boosting and a logistic regression"
    : `a **${inWords(model)}** model`;
  return `${origin}\n\nIt is ${kind}, with average precision ` +
    `${validation.average_precision.toFixed(3)} on the validation weeks, ` +
    `${weekSpan(validation.weeks)}${others}.`;
}

/** A trial of the search, as in its journal. */
export interface SearchTrial {
  /** Counted from 0. */
  number: number;
  /** Such as `complete` or `pruned`. */
  state: string;
  /** Its average precision; null if it has none. */
  value: number | null;
}

/**
 * The gain of the search, and whether settings matter.
 *
 * @param options.weeks ISO names of the weeks that trials were evaluated on.
 */
export function searchProse(
  trials: SearchTrial[],
  { best, weeks }: { best: number; weeks: string[] },
): string {
  if (trials.length === 1) return "One setting was tried, so there is nothing to compare.";
  const complete = trials.filter(({ state }) => state === "complete").map(({ value }) => value!);
  const pruned = trials.filter(({ state }) => state === "pruned").length;
  const score = trials.find(({ number }) => number === best)!.value!;
  const gain = score - trials[0]!.value!;
  const spread = Math.max(...complete) - Math.min(...complete);
  return `${trials.length} settings were tried${pruned > 0 ? `, ${pruned} of them pruned` : ""}. ` +
    `The best is trial ${best + 1} with average precision ${score.toFixed(3)} in ` +
    `${weekSpan(weeks)}, ` +
    `${
      gain > 0.0005 ? `${gain.toFixed(3)} above` : "no better than"
    } the settings that the search ` +
    `started from. All complete trials lie within ${spread.toFixed(3)}: ` +
    (spread < LITTLE_SPREAD
      ? "settings matter little here; what the features contain matters more."
      : "settings matter, so more trials may help.");
}

/** Measures of the test weeks. */
export interface TestQuality {
  /** ISO names of the test weeks. */
  weeks: string[];
  /** Pairs scored. */
  pairs: number;
  /** Pairs that were bought. */
  positives: number;
  /** Mean precision over all recalls. */
  average_precision: number;
  /** Pairs with a higher probability are predicted. */
  decision_threshold: number;
  /** Share of the predicted pairs that were bought. */
  precision: number;
  /** Share of the purchases that were predicted. */
  recall: number;
  /** Share of a customer's purchases among its ten best pairs. */
  recall_at_10: number;
  /** Mean precision over the pairs bought before; absent if unknown, or if none was bought. */
  average_precision_repeat?: number;
  /** The same over the pairs never bought before. */
  average_precision_new?: number;
  /** Purchases of pairs never bought before; absent if unknown. */
  positives_new?: number;
}

/** Above this, a feature probably contains what the model should predict. */
const TOO_GOOD = 0.9;

/** Quality of the model on the test weeks, and whether the search overfitted. */
export function modelQualityProse(
  test: TestQuality,
  validation: { weeks: string[]; average_precision: number },
): string {
  const base = test.positives / test.pairs;
  return `Average precision on the test weeks, ${weekSpan(test.weeks)}, is **${
    test.average_precision.toFixed(3)
  }**, ` +
    `${(test.average_precision / base).toFixed(0)} times that of random scores ` +
    `(${base.toFixed(3)}). Of the pairs above the threshold of ` +
    `${test.decision_threshold.toFixed(3)}, **${percent(test.precision)} are bought**, and they ` +
    `are ${
      percent(test.recall)
    } of the purchases of known shops and products. The ten best pairs of a shop contain, on ` +
    `average over shops, ${percent(test.recall_at_10)} of what it buys. ` +
    historyProse(test) +
    gapProse(validation.average_precision - test.average_precision, validation.weeks) +
    (test.average_precision > TOO_GOOD
      ? " **That is too good to be true**: look for a feature that knows the week it predicts."
      : "");
}

/** Which purchases the ranking finds: a shop's usual products, or also those new to it. */
function historyProse(
  { positives, positives_new, average_precision_repeat: again, average_precision_new: first }:
    TestQuality,
): string {
  if (again === undefined || first === undefined) return "";
  const found = first < again / 2
    ? `: the model finds repeat purchases, and few of the ${counted(positives_new!)} purchases ` +
      `(of ${counted(positives)}) that are the first of their pair. `
    : ". ";
  return `Among pairs bought before, average precision is **${again.toFixed(3)}**, among pairs ` +
    `never bought before **${first.toFixed(3)}**${found}`;
}

function gapProse(gap: number, validationWeeks: string[]): string {
  if (Math.abs(gap) < 0.03) {
    return `In validation (${weekSpan(validationWeeks)}) it was about the same, ${
      Math.abs(gap).toFixed(3)
    } ${gap > 0 ? "higher" : "lower"}.`;
  }
  return gap > 0
    ? `That is ${gap.toFixed(3)} lower than in validation (${
      weekSpan(validationWeeks)
    }): the test ` +
      "weeks are harder, or the settings fit the validation weeks too closely."
    : `That is ${(-gap).toFixed(3)} higher than in validation (${weekSpan(validationWeeks)}); ` +
      "the other measures need not agree.";
}

/**
 * Compares the model with the best rule of thumb.
 *
 * @param options.otherPairs whether the model was evaluated on other pairs than the rules.
 */
export function baselinesProse(
  model: { average_precision: number; weeks: string[] },
  rules: { name: string; average_precision: number }[],
  { otherPairs }: { otherPairs: boolean },
): string {
  const best = rules.toSorted((a, b) => b.average_precision - a.average_precision)[0]!;
  return `In ${weekSpan(model.weeks)} the best rule of thumb is ${best.name} with average ` +
    `precision ${best.average_precision.toFixed(3)}. The ` +
    `model is ${leadProse(model.average_precision - best.average_precision)} The rules score the ` +
    "same pairs, from the weeks before each test week" +
    (otherPairs
      ? "; the matrix of the original system has other pairs, so compare with care."
      : ".");
}

function leadProse(lead: number): string {
  if (lead > 0.01) return `**${lead.toFixed(3)} better**.`;
  return lead > -0.01
    ? "no better than that: on these data the simple rule would do."
    : `**${(-lead).toFixed(3)} worse**: on these data, use the simple rule.`;
}
