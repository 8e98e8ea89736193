import type { WeekView } from "../../features/behavioural/week_view.ts";
import { type Forecast, listedRows } from "../predict.ts";

/** Offers of a shop: a seller cannot bring up more in one visit. */
const OFFERS = 3;

/**
 * A product that the shop never bought is offered from this probability: one in twenty. On the real
 * data such a pair has .3 % on average.
 */
const LEAST_OFFER = 0.05;

/** Rows of the catalogue that a call list names. */
export interface ChosenPairs {
  /** The pairs of `predicciones.csv`, the most probable first. */
  listed: number[];
  /** Pairs that were never bought and are not listed, at most three a shop, the most probable first. */
  offered: number[];
}

/** Chooses the pairs of a call list. O(pairs of the catalogue). */
export function chosenPairs(
  { history: { pairs, products, customers }, pair }: WeekView,
  forecast: Forecast,
  decisionThreshold: number,
): ChosenPairs {
  const listed = listedRows(forecast, decisionThreshold);
  const isListed = new Set(listed);
  const { probability, launch } = forecast, least = Math.max(LEAST_OFFER, launch);
  const offered: number[] = [];
  const bought = new Uint8Array(products);
  for (let c = 0; c < customers; c++) {
    bought.fill(0);
    for (let row = pairs.first[c]!; row < pairs.first[c + 1]!; row++) {
      if (pair.ever[row]! > 0) bought[pairs.member[row]!] = 1;
    }
    const own: number[] = [];
    for (let row = c * products; row < (c + 1) * products; row++) {
      if (probability[row]! >= least && !bought[row % products] && !isListed.has(row)) {
        own.push(row);
      }
    }
    offered.push(...own.sort((a, b) => probability[b]! - probability[a]!).slice(0, OFFERS));
  }
  return { listed, offered };
}
