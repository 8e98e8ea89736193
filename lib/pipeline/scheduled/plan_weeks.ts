import type { Message } from "../../language/message.ts";
import { weekName } from "../../table/time/week.ts";

/** A forecast that was made, published or held. */
export interface Forecast {
  week: number;
  runId: string;
  /** The scheduled time that it belongs to; of a run by hand, `undefined`. */
  due: Date | undefined;
}

/** What a scheduled time does: first the weeks that were missed, then the newest one. */
export interface Plan {
  /** Oldest first. */
  missed: number[];
  /** Why the newest week is not forecast now; `undefined` if it is. */
  waits?: Message;
}

/**
 * Decides which weeks a scheduled time forecasts: every week once, in their order.
 *
 * @param options.next the week that the data allow to forecast: their first incomplete one.
 * @param options.dueWeek the week of the scheduled time.
 * @param options.forecasts newest run first.
 * @param options.all forecast each week that was missed, not only the newest.
 */
export function planWeeks({ next, dueWeek, forecasts, all }: {
  next: number;
  dueWeek: number;
  forecasts: readonly Forecast[];
  all: boolean;
}): Plan {
  const newest = newestOf(forecasts);
  if (!newest) return { missed: [] };
  // a week that was forecast by hand does not end those before it
  const since = newestOf(forecasts.filter(({ due }) => due !== undefined)) ?? newest;
  const known = new Set(forecasts.map(({ week }) => week));
  const missed = all ? weeksBetween(since.week, next).filter((week) => !known.has(week)) : [];
  if (next > newest.week) return { missed };
  // the data were corrected since somebody tried the forecast by hand
  if (next === newest.week && dueWeek <= next && since.week < next) return { missed };
  return {
    missed,
    waits: {
      key: "wait.reached",
      values: {
        run: newest.runId,
        week: weekName(newest.week),
        reach: next < newest.week ? "earlier" : "same",
        next: weekName(next),
      },
    },
  };
}

/** The forecast of the newest week; of several, that of the newest run. */
function newestOf(forecasts: readonly Forecast[]): Forecast | undefined {
  const week = Math.max(...forecasts.map((forecast) => forecast.week));
  return forecasts.find((forecast) => forecast.week === week);
}

function weeksBetween(before: number, after: number): number[] {
  return Array.from({ length: Math.max(0, after - before - 1) }, (_, i) => before + 1 + i);
}
