import { nearName } from "../contracts/near_name.ts";

/** Zones of many shops, one of each rule for the clock; they are suggested before all others. */
export const COMMON_ZONES = [
  "Europe/Madrid",
  "Europe/London",
  "Europe/Athens",
  "Europe/Istanbul",
  "America/Santiago",
  "America/Sao_Paulo",
  "America/Lima",
  "America/Mexico_City",
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "Asia/Kolkata",
  "Asia/Shanghai",
  "Asia/Tokyo",
  "Australia/Sydney",
  "Pacific/Auckland",
];

/**
 * The IANA time zone that a text names, as the time zone database spells it; `undefined` if there
 * is none.
 *
 * @example
 * ```ts
 * import { parseTimeZone } from "./time_zones.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(parseTimeZone("europe/madrid"), "Europe/Madrid");
 * assert.equal(parseTimeZone("Madrid"), undefined);
 * ```
 */
export function parseTimeZone(text: string): string | undefined {
  const name = text.trim();
  if (!/^[a-z]/i.test(name)) return undefined; // +02:00 is an offset: the clocks never change
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return undefined;
  }
  return everyZone().find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name;
}

/** The zone that was probably meant: the one of a city, or else one with a similar name. */
export function nearTimeZone(text: string): string | undefined {
  const city = text.trim().replaceAll(" ", "_").toLowerCase();
  return everyZone().find((zone) => zone.toLowerCase().split("/").at(-1) === city) ??
    nearName(text, everyZone());
}

/** The common zones, then all that this system knows. */
export function everyZone(): string[] {
  return [...new Set(["UTC", ...COMMON_ZONES, ...Intl.supportedValuesOf("timeZone")])];
}
