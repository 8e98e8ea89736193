import type { CheckedTable } from "../contracts/check_columns.ts";
import { midnightZones } from "./midnight_zones.ts";
import { parseTimeZone } from "./time_zones.ts";

/** Names of UTC in files. */
const UTC = /^((etc\/)?(utc|uct|gmt|zulu|universal|greenwich)|z|[+-]00:?00)$/i;

/**
 * The warning about instants in `purchase_date` if no time zone is given: their days are counted in
 * UTC. Instants that are stored in UTC raise it only if all of them are midnights of another zone.
 *
 * @param timeZone as given; null if it is not.
 */
export function zoneWarning(
  { instants, numbers }: Pick<CheckedTable, "instants" | "numbers">,
  timeZone: string | null | undefined,
): string | undefined {
  if (instants === undefined || typeof timeZone === "string") return undefined;
  const counted = "days are counted in UTC because --time-zone is not given";
  if (!UTC.test(instants)) {
    const zone = parseTimeZone(instants);
    return `purchase_date has instants in ${instants}; ${counted} ` +
      (zone ? `(give --time-zone ${zone}, or UTC)` : "(give the zone of the shops, or UTC)");
  }
  const midnights = midnightZones(numbers.get("purchase_date") ?? new Float64Array());
  if (!midnights) return undefined;
  const { times, zones } = midnights;
  return `every purchase_date is at ${times.join(" or ")} UTC, midnight in ${zones.join(", ")}; ` +
    `${counted} (give --time-zone ${zones[0]}, or UTC)`;
}
