import { localDays } from "./local_days.ts";
import { COMMON_ZONES, everyZone } from "./time_zones.ts";
import { MICROSECONDS_PER_DAY } from "../contracts/value_faults.ts";

/** Local midnights have one time of day in UTC, or two where clocks change. */
const MOST_TIMES = 2;

const NOON = MICROSECONDS_PER_DAY / 2;

/** Instants that are all a midnight somewhere else. */
export interface Midnights {
  /** The times of day in UTC, such as 22:00. */
  times: string[];
  /** A few zones in which every instant starts a day. */
  zones: string[];
}

/**
 * Whether instants look like days that were converted to UTC: their time of day is never 00:00, and
 * every one starts a day in some other zone. Noon alone is a usual time for a day without one.
 *
 * @param instants microseconds since 1970-01-01 UTC; NaN is missing.
 */
export function midnightZones(instants: Float64Array): Midnights | undefined {
  const times = new Set<number>(), distinct = new Set<number>();
  let last = NaN;
  for (const instant of instants) {
    if (instant === last || Number.isNaN(instant)) continue;
    last = instant;
    times.add(instant - Math.floor(instant / MICROSECONDS_PER_DAY) * MICROSECONDS_PER_DAY);
    if (times.size > MOST_TIMES) return undefined;
    distinct.add(instant);
  }
  if (times.size === 0 || times.has(0) || times.size === 1 && times.has(NOON)) return undefined;
  const startsDays = (zone: string) => {
    const dayOf = localDays(zone);
    for (const instant of distinct) if (dayOf(instant) === dayOf(instant - 1)) return false;
    return true;
  };
  const common = COMMON_ZONES.filter(startsDays);
  const zones = common.length > 0 ? common : everyZone().filter(startsDays).slice(0, 2);
  if (zones.length === 0) return undefined;
  return { times: [...times].sort((a, b) => a - b).map(timeName), zones };
}

function timeName(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString().slice(11, 16);
}
