import { Buffer } from "node:buffer";
import { tableFromIPC } from "apache-arrow";
import pl from "nodejs-polars";
import {
  BYTE_ARRAY,
  type ColumnFault,
  type ColumnReading,
  columnReading,
  FIXED,
} from "./column_reading.ts";
import { type Footer, type ParquetColumn, readFooter } from "./footer.ts";
import { pageFault } from "./page_faults.ts";
import { oneColumnFile } from "./one_column_file.ts";
import { quoted, shownText } from "./shown_text.ts";
import { numberOf } from "./thrift.ts";
import { zoned } from "./time_zone.ts";

/** Some columns of a parquet file. */
export interface ReadColumns {
  /** The columns that are in the file and can be read, in the order asked for. */
  frame: pl.DataFrame;
  /** Number of rows. */
  rows: number;
  /** Names of all columns of the file. */
  names: string[];
  /** Columns asked for that cannot be read, and why. */
  faults: Map<string, ColumnFault>;
  /** Columns of texts that are not marked as such: other programs read them as bytes. */
  unmarked: Set<string>;
}

const AGAIN = "export or copy the file again";

/**
 * Reads some columns of a parquet file with polars, which sees no other: columns of a type that it
 * does not know would make it refuse the whole file, or fall.
 *
 * @throws RangeError if the footer is damaged.
 */
export function readColumns(bytes: Uint8Array, wanted: readonly string[]): ReadColumns {
  const footer = readFooter(bytes);
  const names = footer.columns.map(({ name }) => name);
  const faults = new Map<string, ColumnFault>();
  const unmarked = new Set<string>();
  const series: pl.Series[] = [];
  for (const name of wanted) {
    const same = footer.columns.filter((column) => column.name === name);
    if (same.length === 0) continue;
    const reading = readingOf(bytes, footer, same);
    const read = "found" in reading ? reading : readColumn(bytes, footer, same[0]!, reading);
    if ("found" in read) faults.set(name, read);
    else series.push(read.series);
    if (isUnmarked(same[0]!)) unmarked.add(name);
  }
  return { frame: pl.DataFrame(series), rows: footer.rows, names, faults, unmarked };
}

function readingOf(
  bytes: Uint8Array,
  footer: Footer,
  [column, ...others]: ParquetColumn[],
): ColumnReading | ColumnFault {
  if (others.length > 0) {
    return {
      found: `${others.length + 1} columns of this name`,
      remedy: "export the file with one of them",
    };
  }
  const own = footer.groups.map(({ chunks }) => chunks[column!.leaf]!);
  if (own.some((chunk) => chunk.has(8) || chunk.has(9))) {
    return { found: "encrypted values", remedy: "export the file without encryption" };
  }
  if (own.some((chunk) => chunk.has(1))) {
    return { found: "values in another file", remedy: "export one file with all values" };
  }
  const reading = columnReading(column!);
  const fault = "found" in reading ? undefined : pageFault(bytes, footer, column!);
  return fault === undefined ? reading : { found: fault, remedy: AGAIN };
}

function readColumn(
  bytes: Uint8Array,
  footer: Footer,
  column: ParquetColumn,
  { as, decode }: ColumnReading,
): { series: pl.Series } | ColumnFault {
  const { name, arrow } = column;
  if (footer.rows === 0) return { series: pl.Series(name, [], pl.Float64) };
  try {
    const frame = pl.readParquet(Buffer.from(oneColumnFile(bytes, footer, column, as).buffer));
    if (frame.height !== footer.rows) {
      return { found: `${frame.height} values in ${footer.rows} rows`, remedy: AGAIN };
    }
    if (decode) return { series: decoded(frame, name, decode) };
    return { series: zoned(frame, name, arrow?.zone) };
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error).split("\n")[0]!;
    if (!/utf-?8/i.test(reason)) {
      return { found: `values that cannot be read (${shownText(reason)})`, remedy: AGAIN };
    }
    const cell = `df[${quoted(name)}]`;
    return {
      found: "texts that are not UTF-8",
      remedy: isUnmarked(column)
        ? `convert it (in Python: ${cell} = ${cell}.str.decode("latin-1"))`
        : "export it again with UTF-8 texts",
    };
  }
}

/** Whether a column of bytes has no mark for their meaning. */
function isUnmarked({ element }: ParquetColumn): boolean {
  const type = numberOf(element, 1);
  return (type === BYTE_ARRAY || type === FIXED) && !element.has(6) && !element.has(10);
}

/** The values of a column of bytes. */
function decoded(
  frame: pl.DataFrame,
  name: string,
  decode: (bytes: Uint8Array) => number | string,
): pl.Series {
  // polars hands over bytes by Arrow only
  const column = tableFromIPC(frame.writeIPC({ compression: "uncompressed" })).getChildAt(0)!;
  const values = Array.from(column, (value) => value === null ? null : decode(value as Uint8Array));
  const isText = values.some((value) => typeof value === "string");
  return isText
    ? pl.Series(name, values as string[], pl.String)
    : pl.Series(name, values as number[], pl.Float64);
}
