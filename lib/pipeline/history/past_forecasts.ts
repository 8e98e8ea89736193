import { wasPublished } from "../../dag/runs/run_record.ts";
import type { ListedRun } from "../../dag/runs/runs.ts";
import type { RealisedPrecision } from "../../drift/describe/drift_report.ts";
import { parseWeek } from "../../table/time/week.ts";
import { runFacts } from "./run_facts.ts";

/** The forecast of a week, and what the week brought, where that is known by now. */
export interface PastForecast {
  /** ISO name and index of the week. */
  week: string;
  index: number;
  runId: string;
  /** Whether it has ever been the latest. */
  published: boolean;
  /** Purchases expected, with the ends of the 80 % interval. */
  expected: number;
  low: number | undefined;
  high: number | undefined;
  /** Purchases of the week, once it is complete and a later run has read them. */
  bought: number | undefined;
  /** Pairs listed, and those of them that were bought. */
  listed: number | undefined;
  listedBought: number | undefined;
  /** Average precision in the week itself. */
  averagePrecision: number | undefined;
  /** Units expected and bought. */
  units: { expected: number; bought: number } | undefined;
}

/**
 * One forecast a week, oldest first: the newest one that was published or, for a week without one,
 * the newest back-run. Later runs say how it turned out, by the purchases that they read.
 *
 * @param runs every run, newest start first.
 * @param realised how published forecasts turned out, of the newest drift report.
 */
export function pastForecasts(
  runs: readonly ListedRun[],
  realised: readonly RealisedPrecision[] = [],
): PastForecast[] {
  const chosen = new Map<string, PastForecast>();
  const bought = new Map<string, { purchases: number; asOf: string }>();
  for (const { runId, run } of runs) {
    const index = run && parseWeek(run.predicted_week);
    if (!run || index === undefined) continue;
    const { predict, extract_data } = runFacts(run), week = run.predicted_week;
    for (const recent of extract_data.recent_purchases) {
      // of two runs, the one with newer data knows of late lines
      if (week > (bought.get(recent.week)?.asOf ?? "")) {
        bought.set(recent.week, { purchases: recent.purchases, asOf: week });
      }
    }
    const expected = predict.expected_purchases, published = wasPublished(run);
    // a held forecast is a doubtful one; a back-run is none
    const counts = published || run.state === "success";
    if (expected === undefined || !counts) continue;
    const before = chosen.get(week);
    if (before && (before.published || !published)) continue;
    chosen.set(week, {
      ...{ week, index, runId, published, expected, low: predict.purchases_low },
      ...{ high: predict.purchases_high, listed: predict.predictions },
      ...{ bought: undefined, listedBought: undefined, averagePrecision: undefined },
      units: undefined,
    });
  }
  return [...chosen.values()].map((forecast) => {
    const { week, published, expected } = forecast;
    const known = realised.find((entry) => entry.week === week);
    // a report judges the forecast that was in use then, which may have been another one
    const same = published && (known?.outcome?.expected ?? expected) === expected
      ? known
      : undefined;
    return {
      ...forecast,
      bought: bought.get(week)?.purchases ?? known?.outcome?.bought,
      listedBought: same?.outcome?.listed_bought,
      averagePrecision: same?.average_precision ?? undefined,
      units: same?.outcome?.items,
    };
  }).sort((a, b) => a.index - b.index);
}
