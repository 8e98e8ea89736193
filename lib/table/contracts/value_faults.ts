import { type ColumnContract, EARLIEST_DAY } from "./contracts.ts";
import { counted, type Fault } from "./violation.ts";
import { dayName, dayOfDate } from "../time/week.ts";

/** Dates are read in microseconds. */
export const MICROSECONDS_PER_DAY = 86_400e6;

/** How dates become days, which count from 1970-01-01. */
export interface Days {
  today: number;
  /** The zone of `today`. */
  timeZone: string;
  /** The day of a date, given in microseconds since 1970-01-01. */
  dayOf: (microseconds: number) => number;
}

/** A rule for the values of a column; NaN is missing and never `wrong`. */
interface Rule {
  wrong: (value: number) => boolean;
  expected: string;
  found: string;
  remedy?: string;
  /** Skip the later rules of the column if this one fails. */
  stop?: true;
}

/**
 * Finds the values of a column that break its contract: dates out of range, infinite numbers,
 * fractions in whole numbers, numbers out of bounds. One pass per rule.
 *
 * @param values numbers, or a date's microseconds since 1970-01-01; NaN is missing.
 * @param days the latest allowed day, and how dates become days.
 */
export function valueFaults(values: Float64Array, column: ColumnContract, days: Days): Fault[] {
  const isDate = column.type === "date";
  const show = (value: number) => isDate ? dayName(days.dayOf(value)) : String(value);
  const faults: Fault[] = [];
  for (const rule of isDate ? dateRules(days) : numberRules(column)) {
    let count = 0;
    const examples = new Set<string>();
    for (let i = 0; i < values.length; i++) {
      if (!rule.wrong(values[i]!)) continue;
      count++;
      if (examples.size < 3) examples.add(show(values[i]!));
    }
    if (count === 0) continue;
    faults.push({
      expected: rule.expected,
      found: `${counted(count, "row")} ${rule.found}, such as ${[...examples].join(", ")}`,
      remedy: rule.remedy ?? "correct these values, or leave them empty",
    });
    if (rule.stop) break;
  }
  return faults;
}

function dateRules({ today, timeZone, dayOf }: Days): Rule[] {
  const earliest = dayOfDate(new Date(EARLIEST_DAY));
  const remedy = "correct these dates, or remove the rows";
  return [
    {
      wrong: (value) => dayOf(value) < earliest,
      expected: `no date before ${EARLIEST_DAY}`,
      found: "with an earlier one",
      remedy,
    },
    {
      wrong: (value) => dayOf(value) > today,
      expected: `no date after today, ${dayName(today)}` +
        (timeZone === "UTC" ? "" : ` in ${timeZone}`),
      found: "with a later one",
      remedy: timeZone === "UTC"
        ? "correct these dates, remove the rows, or give --time-zone if it is that day at the shops"
        : remedy,
    },
  ];
}

function numberRules({ type, above, atLeast }: ColumnContract): Rule[] {
  const rules: Rule[] = [{
    wrong: (value) => Math.abs(value) === Infinity,
    expected: "finite numbers",
    found: "with an infinite one",
    stop: true,
  }];
  if (type === "integer" || type === "id") {
    rules.push({
      wrong: (value) => Math.abs(value) > Number.MAX_SAFE_INTEGER,
      expected: `whole numbers up to ${Number.MAX_SAFE_INTEGER} (2^53 − 1)`,
      found: "with a larger one",
      remedy: type === "id" ? "store them as text" : "renumber them",
      stop: true,
    }, {
      wrong: (value) => value % 1 !== 0 && value === value,
      expected: "whole numbers",
      found: "with a fraction",
    });
  }
  if (above !== undefined) {
    rules.push({
      wrong: (value) => value <= above,
      expected: `numbers above ${above}`,
      found: "out of bounds",
    });
  }
  if (atLeast !== undefined) {
    rules.push({
      wrong: (value) => value < atLeast,
      expected: `numbers of at least ${atLeast}`,
      found: "out of bounds",
    });
  }
  return rules;
}
