import { type Language, LOCALES } from "../../language/language.ts";
import { mondayOfWeek, parseWeek } from "../../table/time/week.ts";

const DAY_MS = 86_400_000;

/** The days of a week: `November 25 – December 1, 2024`; its name if that is none. */
export function weekDates(name: string, language: Language): string {
  const week = parseWeek(name);
  if (week === undefined) return name;
  const monday = mondayOfWeek(week) * DAY_MS;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : LOCALES[language], {
    dateStyle: "long",
    timeZone: "UTC",
  }).formatRange(monday, monday + 6 * DAY_MS);
}

/** The first and the last of some weeks: `2024-W46 – 2024-W47`. */
export function weekRange(weeks: readonly string[]): string {
  return weeks.length < 2 ? weeks.join("") : `${weeks[0]} – ${weeks.at(-1)}`;
}
