/** Parts of a `strftime` format as patterns. */
const PARTS: Record<string, string> = {
  "%Y": "(?<year>(?:19|20)\\d\\d)",
  "%y": "(?<year>\\d\\d)",
  "%m": "(?<month>\\d{1,2})",
  "%d": "(?<day>\\d{1,2})",
  "%b": "(?<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
  "%H": "([01]?\\d|2[0-3])",
  "%M": "[0-5]\\d",
  "%S": "[0-5]\\d",
};

const TIME = "[T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?";

/** A format of dates as texts. */
export interface DateFormat {
  /** Arguments of `pd.to_datetime`. */
  options: string;
  pattern: RegExp;
  /** Whether the day stands before the month, where the other order is in use as well. */
  dayFirst?: boolean;
}

/** The formats that are known, the likelier before the others. */
export const DATE_FORMATS: DateFormat[] = [
  iso(`(${TIME})?`, 'format="ISO8601"'),
  iso(`(${TIME}(Z|[+-]\\d\\d:?\\d\\d)?)?`, 'format="ISO8601", utc=True'),
  ...["%Y%m%d", "%Y%m%d%H%M%S", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d-%b-%y"].map(strftime),
  ...["/", "-", "."].flatMap((mark) =>
    ["%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y"].flatMap((date) =>
      ["", " %H:%M", " %H:%M:%S"].map((time) => strftime(date.replaceAll("/", mark) + time))
    )
  ),
];

/** Whether a text is a date of a format, and there is such a date. */
export function fitsFormat(text: string, { pattern }: DateFormat): boolean {
  const parts = pattern.exec(text)?.groups;
  if (!parts) return false;
  const { year, month, day, name } = parts;
  const number = name ? new Date(`${name} 1 2000`).getMonth() + 1 : Number(month);
  const century = year!.length === 2 ? 2000 : 0;
  return isDate(century + Number(year), number, Number(day));
}

/** Whether there is such a day. */
export function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 &&
    year < 2100;
}

function iso(time: string, options: string): DateFormat {
  const date = "(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)";
  return { options, pattern: new RegExp(`^${date}${time}$`) };
}

function strftime(format: string): DateFormat {
  // in one run of digits, parts have their full width
  const isDense = format.startsWith("%Y%m");
  const parts = format.replaceAll(/%.|[.]/g, (part) => PARTS[part] ?? `\\${part}`);
  const pattern = new RegExp(`^${isDense ? parts.replaceAll("{1,2}", "{2}") : parts}$`, "i");
  return { options: `format="${format}"`, pattern, dayFirst: /^%d.%m/.test(format) };
}
