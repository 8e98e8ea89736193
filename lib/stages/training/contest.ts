import type { Interval } from "../../metrics/customer_draws.ts";

/** Which of two models is used to predict, and the measures that decide. */
export interface Contest {
  /** Whether the challenger, the model trained by this run, replaces the champion. */
  promoted: boolean;
  /** Complete weeks that neither model was trained on; both were evaluated on them. */
  weeks: string[];
  /** The model in use before this run. */
  champion: { last_week: string; average_precision: number | null };
  /** The model that this run trained. */
  challenger: { last_week: string; average_precision: number | null };
  /** Challenger minus champion in average precision, mean over the weeks, with a 95 % interval. */
  difference: Interval | null;
}

/** A contest with its decision as a sentence; plain JSON. */
export interface ChampionChallenger extends Contest {
  /** The decision as a sentence. */
  reason: string;
}
