import { kindInWords, weekSpan } from "../in_words.ts";
import { LITTLE_SPREAD, NOT_APART } from "./importances.ts";

/** A trial of the search, as in its journal. */
export interface SearchTrial {
  /** Counted from 0. */
  number: number;
  /** Such as `complete` or `pruned`. */
  state: string;
  /** Its average precision; null if it has none. */
  value: number | null;
}

/** The search of a kind of model. */
export interface KindSearch {
  /** Such as `gradient_boosting`. */
  model: string;
  /** In order. */
  trials: SearchTrial[];
}

/** Whose settings were searched, the gain of the search, and whether settings matter. */
export function searchProse(
  { search, validation, alternatives }: {
    search: KindSearch & { best_trial: number };
    validation: { weeks: string[] };
    alternatives: { search: KindSearch }[];
  },
): string {
  const { trials, best_trial: best, model } = search, { weeks } = validation;
  const others = new Map(alternatives.map((other) => [other.search.model, other.search.trials]));
  others.delete(model);
  const elsewhere = [...others].map(([kind, { length }]) =>
    ` The ${length === 1 ? "trial" : `${length} trials`} of the ${kindInWords(kind)} ${
      length === 1 ? "is" : "are"
    } in \`training_results.json\`, under \`alternatives\`.`
  ).join("");
  return searchedProse(trials, { best, weeks, kind: kindInWords(model) }) + elsewhere;
}

function searchedProse(
  trials: SearchTrial[],
  { best, weeks, kind }: { best: number; weeks: string[]; kind: string },
): string {
  if (trials.length === 1) {
    return `One setting of the ${kind} was tried, so there is nothing to compare.`;
  }
  const complete = trials.filter(({ state }) => state === "complete").map(({ value }) => value!);
  const pruned = trials.filter(({ state }) => state === "pruned").length;
  const score = trials.find(({ number }) => number === best)!.value!;
  const gain = score - trials[0]!.value!;
  const spread = Math.max(...complete) - Math.min(...complete);
  return `${trials.length} settings of the **${kind}** were tried${
    pruned > 0 ? `, ${pruned} of them pruned` : ""
  }. ` +
    `The best is trial ${best + 1} with average precision ${score.toFixed(3)} in ` +
    `${weekSpan(weeks)}, ` +
    `${gainProse(best, gain)} the settings that the search ` +
    `started from. All complete trials lie within ${spread.toFixed(3)}: ` +
    (spread < LITTLE_SPREAD
      ? "settings matter little here; what the features contain matters more."
      : "settings matter, so more trials may help.");
}

function gainProse(best: number, gain: number): string {
  if (best === 0) return "which has";
  return gain >= NOT_APART ? `${gain.toFixed(3)} above` : "not measurably better than";
}
