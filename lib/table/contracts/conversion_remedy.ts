import pl from "nodejs-polars";
import { quoted } from "../parquet_file/shown_text.ts";
import type { ColumnContract } from "./contracts.ts";
import type { Conversion } from "./conversion.ts";
import { dateOfNumbers } from "./conversion_of_numbers.ts";
import { dateOfTexts, numberOfTexts } from "./conversion_of_texts.ts";

const TEXTS = /^(String|Utf8|Categorical|Enum)$/;

const NUMBERS = /^(U?Int(8|16|32|64|128)|Float32|Float64|Decimal)$/;

/**
 * What to do about a column of another type than its contract's, by all of its values: a line that is
 * given converts them.
 *
 * @param values at least one; none is null.
 * @param column.isBytes whether Python sees the texts as bytes.
 */
export function conversionRemedy(
  values: pl.Series,
  { name, type, isBytes }: Pick<ColumnContract, "name" | "type"> & { isBytes: boolean },
): string {
  const cell = `df[${quoted(name)}]`;
  const text = isBytes ? `${cell}.str.decode("utf-8")` : cell;
  const conversion = conversionOf(values, type, text);
  if ("words" in conversion) return conversion.words;
  const { line, note } = conversion;
  return `convert it (in Python: ${cell} = ${line})${note ? `, and ${note}` : ""}`;
}

function conversionOf(values: pl.Series, type: ColumnContract["type"], cell: string): Conversion {
  const kind = values.dtype.variant;
  if (type === "date") {
    if (NUMBERS.test(kind)) return dateOfNumbers(numbersOf(values), numberCell(kind, cell));
    if (TEXTS.test(kind)) return dateOfTexts(textsOf(values), textCell(values, cell));
    return { words: "store dates in it" };
  }
  if (type === "number" || type === "integer") {
    if (kind === "Bool" || kind === "Boolean") {
      return { line: `${cell}.astype("boolean").astype("Int64")` };
    }
    if (TEXTS.test(kind)) return numberOfTexts(textsOf(values), textCell(values, cell));
    return { words: "store numbers in it" };
  }
  return { line: `${cell}.astype("string")` };
}

function numbersOf(values: pl.Series): Float64Array {
  const numbers = values.cast(pl.Float64).toTypedArray() as Float64Array;
  return numbers.filter((value) => Number.isFinite(value));
}

/** pandas keeps decimals as objects. */
function numberCell(kind: string, cell: string): string {
  return kind === "Decimal" ? `${cell}.astype("float64")` : cell;
}

/** The distinct texts without white space around them, in order of appearance. */
function textsOf(values: pl.Series): string[] {
  const texts = new Set<string>();
  for (const text of values.cast(pl.String).toArray() as string[]) {
    const trimmed = text.trim();
    if (trimmed !== "") texts.add(trimmed);
  }
  return [...texts];
}

function textCell(values: pl.Series, cell: string): string {
  const texts = values.cast(pl.String).toArray() as string[];
  return texts.some((text) => text.trim() !== text) ? `${cell}.str.strip()` : cell;
}
