const DAY_MS = 86_400_000;

/** Scheduled local times, represented as if they were UTC: the next one after or before a time. */
export interface WallTimes {
  next(after: Date): Date | null;
  previous(before: Date): Date | undefined;
}

/**
 * The instants of local times in a time zone. A local time that a clock change skips is at the instant
 * of the change, and several such times count once; of a local time that occurs twice, the first counts.
 *
 * @param zone an IANA name.
 */
export function localTimes({ next, previous }: WallTimes, zone: string): WallTimes {
  return {
    next(after) {
      let wall = next(wallTime(after, zone));
      while (wall && firstInstant(wall, zone) <= after) wall = next(wall);
      return wall && firstInstant(wall, zone);
    },
    previous(before) {
      // local time as if the clock had not been set back: times up to it have already occurred
      const unchanged = wallTime(new Date(before.getTime() - DAY_MS), zone).getTime() + DAY_MS;
      const shown = wallTime(before, zone).getTime();
      let wall = previous(new Date(Math.max(shown, unchanged)));
      while (wall && firstInstant(wall, zone) >= before) wall = previous(wall);
      return wall && firstInstant(wall, zone);
    },
  };
}

function wallTime(instant: Date, zone: string): Date {
  const { offsetNanoseconds } = zoned(instant, zone);
  return new Date(instant.getTime() + offsetNanoseconds / 1e6);
}

/** The first instant of a local time in a zone, or of the clock change that skips it. */
function firstInstant(wall: Date, zone: string): Date {
  const time = zoned(wall, "UTC").toPlainDateTime();
  const first = time.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (first.toPlainDateTime().equals(time)) return new Date(first.epochMilliseconds);
  return new Date(first.getTimeZoneTransition("next")!.epochMilliseconds);
}

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}
