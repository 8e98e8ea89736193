import { quoted } from "../parquet_file/shown_text.ts";
import type { Conversion } from "./conversion.ts";
import { dateOfNumbers } from "./conversion_of_numbers.ts";
import { DATE_FORMATS, type DateFormat, fitsFormat } from "./date_formats.ts";

const BLANKS = { words: "store nulls in it, not blank texts" };

/** Numbers as Python reads them, with a decimal comma, and with commas between thousands. */
const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$/;
const POINT = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/;

/** How texts become numbers. */
export function numberOfTexts(texts: string[], cell: string): Conversion {
  if (texts.length === 0) return BLANKS;
  const all = (pattern: RegExp) => texts.every((text) => pattern.test(text));
  if (all(PLAIN)) return { line: `pd.to_numeric(${cell})` };
  const hasComma = all(COMMA), hasPoint = all(POINT);
  if (hasComma && hasPoint) {
    const example = quoted(texts.find((text) => text.includes(","))!);
    return { words: `store numbers in it: in ${example} the comma has two meanings` };
  }
  const replaced = (text: string, by: string) => `.str.replace("${text}", "${by}", regex=False)`;
  if (hasComma) {
    return { line: `pd.to_numeric(${cell}${replaced(".", "")}${replaced(",", ".")})` };
  }
  if (hasPoint) return { line: `pd.to_numeric(${cell}${replaced(",", "")})` };
  const isNumber = (text: string) => [PLAIN, COMMA, POINT].some((pattern) => pattern.test(text));
  const other = texts.find((text) => !isNumber(text)) ?? texts.find((text) => !PLAIN.test(text))!;
  return { words: `store numbers in it: values such as ${quoted(other)} must be corrected first` };
}

/** How texts become dates. */
export function dateOfTexts(texts: string[], cell: string): Conversion {
  if (texts.length === 0) return BLANKS;
  const fitting = (format: DateFormat) => texts.filter((text) => fitsFormat(text, format)).length;
  let best = DATE_FORMATS[0]!, most = 0;
  for (const format of DATE_FORMATS) {
    const count = fitting(format);
    if (count > most) [best, most] = [format, count];
  }
  if (most < texts.length && texts.every((text) => PLAIN.test(text))) {
    return dateOfNumbers(texts.map(Number), `pd.to_numeric(${cell})`);
  }
  if (most === 0) {
    return { words: `store dates in it: ${quoted(texts[0]!)} has no format that is known here` };
  }
  if (most < texts.length) {
    const fit = texts.find((text) => fitsFormat(text, best))!;
    const misfit = texts.find((text) => !fitsFormat(text, best))!;
    return {
      words: `store dates in it: values such as ${quoted(misfit)} must first get the format of ` +
        quoted(fit),
    };
  }
  const line = `pd.to_datetime(${cell}, ${best.options})`;
  const other = best.dayFirst &&
    DATE_FORMATS.find(({ options }) => options === best.options.replace(/%d(.)%m/, "%m$1%d"));
  if (other && fitting(other) === most) {
    return { line, note: "check the result, for the month may stand before the day" };
  }
  return { line };
}
