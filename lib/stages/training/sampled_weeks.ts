import { type LabelledRows, pickRows } from "../../features/pairs/labelled_rows.ts";
import { keepingRows, repeatedIn, type RowSource } from "../../features/pairs/row_source.ts";
import { sampleNegatives } from "../../features/pairs/sample_negatives.ts";
import type { SamplingRates } from "../../features/pairs/sampling_rates.ts";
import { weeksOf } from "./learned_from.ts";

/** The places of the rows of each week, with negatives sampled as in the training weeks. */
export function sampledPlaces(source: RowSource, rates: SamplingRates, seed: number): Int32Array[] {
  const repeat = repeatedIn(source);
  return weeksOf(source).map((week) => {
    // rows are sorted by week
    const start = source.week.indexOf(week), end = source.week.lastIndexOf(week) + 1;
    return sampleNegatives(
      source.label.subarray(start, end),
      repeat?.subarray(start, end),
      { ...rates, seed, week },
    ).map((place) => start + place);
  });
}

/**
 * A source, and a function that gives the rows at the {@linkcode sampledPlaces} of each week once all
 * features were read.
 */
export function keepingSample(
  source: RowSource,
  places: Int32Array[],
): { source: RowSource; sampled: () => LabelledRows[] } {
  const kept = keepingRows(source, Int32Array.from(places.flatMap((of) => [...of])));
  const sampled = () => {
    const all = kept.rows();
    let first = 0;
    return places.map(({ length }) => {
      const start = first;
      first += length;
      return pickRows(all, Int32Array.from({ length }, (_, i) => start + i));
    });
  };
  return { source: kept.source, sampled };
}
