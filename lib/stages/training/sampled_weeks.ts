import { type LabelledRows, pickRows, repeatFlags } from "../../features/pairs/labelled_rows.ts";
import { sampleNegatives } from "../../features/pairs/sample_negatives.ts";
import type { SamplingRates } from "../../features/pairs/sampling_rates.ts";
import { weeksOf } from "./learned_from.ts";

/** The rows of each week, with negatives sampled as in the training weeks. */
export function sampledWeeks(
  rows: LabelledRows,
  rates: SamplingRates,
  seed: number,
): LabelledRows[] {
  return weeksOf(rows).map((week) => {
    // rows are sorted by week
    const start = rows.week.indexOf(week), end = rows.week.lastIndexOf(week) + 1;
    const places = sampleNegatives(
      rows.label.subarray(start, end),
      repeatFlags(rows.features)?.subarray(start, end),
      { ...rates, seed, week },
    );
    return pickRows(rows, places.map((place) => start + place));
  });
}
