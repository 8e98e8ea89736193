import { english } from "../../language/english.ts";
import { averagePrecision } from "../../metrics/average_precision.ts";
import { pairedDifference } from "../../metrics/bootstrap.ts";
import type { RankedPairs } from "../../metrics/weighted_average_precision.ts";
import type { RowSource } from "../../features/pairs/row_source.ts";
import type { Id } from "../../table/ids.ts";
import { parseWeek, weekName } from "../../table/time/week.ts";
import { type Model, predictSource } from "../../model/model.ts";
import type { ChampionChallenger, Contest } from "./contest.ts";
import { contestReason } from "./contest_reason.ts";
import { weeksOf } from "./learned_from.ts";

/**
 * Resamples of the customers: enough to know the interval's ends to about a tenth of its width.
 */
const REPEATS = 500;

/**
 * Compares the model in use (champion) with the new one before its refit (challenger): both score
 * every pair of the weeks that neither was trained on, and the challenger is promoted unless the
 * 95 % interval of the difference in average precision lies wholly below zero. The interval
 * resamples customers, whose pairs depend on each other, for both models at once
 * (`pairedDifference`).
 *
 * The burden of proof is on the champion: the refit of the challenger adds the newest weeks, and a
 * wrong promotion costs little, as a new model is rarely worse.
 *
 * @param test every pair of the test weeks, sorted by week; the challenger was not trained on them.
 * @param probability of the challenger, one per row of `test`.
 */
export async function championChallenger(
  { champion, challenger, test, probability }: {
    champion: Model;
    challenger: Model;
    test: RowSource;
    probability: Float64Array;
  },
  { seed = 0, workers = 1 }: { seed?: number; workers?: number } = {},
): Promise<ChampionChallenger> {
  const known = parseWeek(champion.facts.last_week)!;
  const later = weeksOf(test).filter((week) => week > known);
  const sides = {
    champion: { last_week: champion.facts.last_week, average_precision: null },
    challenger: { last_week: challenger.facts.last_week, average_precision: null },
  };
  if (later.length === 0) {
    return withReason({ promoted: true, weeks: [], ...sides, difference: null });
  }
  const numberOf = new Map(Array.from(new Set<Id>(test.customer), (id, i) => [id, i]));
  const numbers = Int32Array.from<Id>(test.customer, (id) => numberOf.get(id)!);
  const ofChampion = await predictSource(champion, test, { workers });
  const scored: Record<"champion" | "challenger", RankedPairs[]> = { champion: [], challenger: [] };
  for (const week of later) {
    const start = test.week.indexOf(week), end = test.week.lastIndexOf(week) + 1;
    const customer = numbers.subarray(start, end), label = test.label.subarray(start, end);
    scored.champion.push({ customer, label, probability: ofChampion.subarray(start, end) });
    scored.challenger.push({ customer, label, probability: probability.subarray(start, end) });
  }
  const difference = pairedDifference(scored.challenger, scored.champion, {
    repeats: REPEATS,
    seed,
  });
  const promoted = !(difference.high < 0);
  const precision = (pairs: RankedPairs[]) =>
    pairs.reduce((sum, { label, probability }) => sum + averagePrecision(label, probability), 0) /
    pairs.length;
  const before = precision(scored.champion), now = precision(scored.challenger);
  return withReason({
    promoted,
    weeks: later.map(weekName),
    champion: { ...sides.champion, average_precision: before },
    challenger: { ...sides.challenger, average_precision: now },
    difference,
  });
}

function withReason({ promoted, ...rest }: Contest): ChampionChallenger {
  return { promoted, reason: english(contestReason({ promoted, ...rest })), ...rest };
}
