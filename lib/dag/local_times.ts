const DAY_MS = 86_400_000;

/** Times of a clock on the wall, as if they were UTC; the next one after, or before, a time. */
export interface WallTimes {
  next(after: Date): Date | null;
  previous(before: Date): Date | undefined;
}

/**
 * The instants at which a clock on the wall of a time zone shows given times. A time that the clock
 * skips comes when it has jumped over it, and several such times come once; a time that it shows
 * twice comes the first time.
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
      // what the clock would show if it had not been put back: those times have come already
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

/** When the clock of a zone first shows a time on the wall, or has jumped over it. */
function firstInstant(wall: Date, zone: string): Date {
  const time = zoned(wall, "UTC").toPlainDateTime();
  const first = time.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (first.toPlainDateTime().equals(time)) return new Date(first.epochMilliseconds);
  return new Date(first.getTimeZoneTransition("next")!.epochMilliseconds);
}

function zoned(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}
