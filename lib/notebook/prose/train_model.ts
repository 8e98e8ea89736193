import { counted, kindInWords, percent, weekSpan } from "../in_words.ts";
import { NOT_APART } from "./importances.ts";

/**
 * The origin of the model, its training data, and the kinds of model that were compared.
 *
 * @param options.from the run that trained the model, if it was another run.
 */
export function trainedProse(
  { model, refit, validation, alternatives, champion_challenger: contest }: {
    model: string;
    refit: { rows: number; weeks: string[] };
    validation: { weeks: string[]; average_precision: number };
    alternatives: { model: string; validation: { average_precision: number } }[];
    champion_challenger: { reason: string } | null;
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
    `; ${kindInWords(other.model)} had ${other.validation.average_precision.toFixed(3)}`
  ).join("");
  const kind = model === "blend"
    ? "a **blend** of a random forest, gradient boosting and a logistic regression"
    : `a **${kindInWords(model)}** model`;
  return `${origin}\n\nIt is ${kind}, with average precision ` +
    `${validation.average_precision.toFixed(3)} on the validation weeks, ` +
    `${weekSpan(validation.weeks)}${others}.` +
    (alternatives.some((other) =>
        Math.abs(other.validation.average_precision - validation.average_precision) < NOT_APART
      )
      ? ` A difference below ${NOT_APART} does not show which is better.`
      : "") +
    (contest ? `\n\n${contest.reason}` : "");
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
    gapProse(validation.average_precision - test.average_precision, validation.weeks) +
    (test.average_precision > TOO_GOOD
      ? " **That is too good to be true**: look for a feature that knows the week it predicts."
      : "") +
    historyProse(test);
}

/** Which purchases the ranking finds: a shop's usual products, or also those new to it. */
function historyProse(
  { positives, positives_new, average_precision_repeat: again, average_precision_new: first }:
    TestQuality,
): string {
  if (again === undefined || first === undefined) return "";
  const found = first < again / 2
    ? `: the model finds repeat purchases, and few of the ${counted(positives_new!)} purchases ` +
      `(of ${counted(positives)}) that are the first of their pair.`
    : ".";
  return `\n\nAmong pairs bought before, average precision is **${
    again.toFixed(3)
  }**, among pairs ` +
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
