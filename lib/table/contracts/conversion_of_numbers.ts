import type { Conversion } from "./conversion.ts";
import { isDate } from "./date_formats.ts";

/** Dates as numbers of some unit since some day, for dates from 2000 to 2039; no two overlap. */
const SINCE: { low: number; high: number; options: string }[] = [
  { low: 10_957, high: 25_567, options: 'unit="D"' },
  { low: 36_526, high: 51_136, options: 'unit="D", origin="1899-12-30"' }, // Excel
  ...[["s", 1], ["ms", 1e3], ["us", 1e6], ["ns", 1e9]].map(([unit, factor]) => ({
    low: 946_684_800 * Number(factor),
    high: 2_208_988_800 * Number(factor),
    options: `unit="${unit}"`,
  })),
];

/** Dates whose digits are year, month, day and so on. */
const DIGITS = [
  { digits: 8, format: "%Y%m%d" },
  { digits: 12, format: "%Y%m%d%H%M" },
  { digits: 14, format: "%Y%m%d%H%M%S" },
];

/** How numbers become dates: by their size, in which kinds of numbers do not overlap. */
export function dateOfNumbers(numbers: ArrayLike<number>, cell: string): Conversion {
  let low = Infinity, high = -Infinity, areWhole = true;
  for (let i = 0; i < numbers.length; i++) {
    low = Math.min(low, numbers[i]!);
    high = Math.max(high, numbers[i]!);
    areWhole &&= Number.isInteger(numbers[i]!);
  }
  const since = SINCE.find((unit) => unit.low <= low && high < unit.high);
  if (since) return { line: `pd.to_datetime(${cell}, ${since.options})` };
  const digits = DIGITS.find(({ digits }) =>
    areWhole && low >= 10 ** (digits - 1) && high < 10 ** digits &&
    Array.from(numbers).every((number) => startsWithDate(String(number)))
  );
  if (digits) {
    const texts = `${cell}.astype("Int64").astype("string")`;
    return { line: `pd.to_datetime(${texts}, format="${digits.format}")` };
  }
  return {
    words:
      "store dates in it: these numbers are no days, seconds or fractions of them since a known " +
      "day, nor digits of year, month and day",
  };
}

function startsWithDate(digits: string): boolean {
  const rest = digits.slice(8);
  return isDate(
    Number(digits.slice(0, 4)),
    Number(digits.slice(4, 6)),
    Number(digits.slice(6, 8)),
  ) &&
    (rest === "" || /^([01]\d|2[0-3])[0-5]\d([0-5]\d)?$/.test(rest));
}
