import { joined } from "../../language/joined.ts";
import type { Message } from "../../language/message.ts";
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
): Message | undefined {
  if (instants === undefined || typeof timeZone === "string") return undefined;
  if (!UTC.test(instants)) {
    const advised = parseTimeZone(instants);
    return {
      key: "data.zone",
      values: { zone: instants, known: advised ? "yes" : "no", advised: advised ?? "" },
    };
  }
  const midnights = midnightZones(numbers.get("purchase_date") ?? new Float64Array());
  if (!midnights) return undefined;
  const { times, zones } = midnights;
  return { key: "data.midnights", values: { times: joined("or", times), zones, zone: zones[0]! } };
}
