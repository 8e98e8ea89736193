import type { Config } from "../config/parameters.ts";
import type { Message } from "../language/message.ts";
import type { Extracted } from "../stages/extract_data.ts";
import { dayName } from "../table/time/week.ts";

/**
 * Says that the newest transaction is older than `max_data_age` days; `undefined` if it is not. A
 * forecast of a week that the user names does not depend on the age of the data.
 */
export function tooOld(
  { max_data_age, week }: Pick<Config, "max_data_age" | "week">,
  { newestDay, ageDays }: Pick<Extracted, "newestDay" | "ageDays">,
): Message | undefined {
  if (week !== null || ageDays <= max_data_age) return undefined;
  return {
    key: "data.tooOld",
    values: { date: dayName(newestDay), days: ageDays, limit: max_data_age },
  };
}
