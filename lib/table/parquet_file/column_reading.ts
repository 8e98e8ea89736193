import { DURATION } from "./arrow_fields.ts";
import { decimalOf, fixedTextOf, float16Of, uuidOf } from "./decode_bytes.ts";
import type { ParquetColumn } from "./footer.ts";
import type { ToldAs } from "./one_column_file.ts";
import { numberOf, structOf } from "./thrift.ts";

/** What was found in a column that cannot be used, and what to do. */
export interface ColumnFault {
  found: string;
  remedy: string;
}

/** How a column is read. */
export interface ColumnReading {
  as: ToldAs;
  /** Turns the bytes of a value into a number or a text; by default polars knows the type. */
  decode?: (bytes: Uint8Array) => number | string;
}

const INT32 = 1, REPEATED = 2;

/** Physical types of bytes: of any length, and of a fixed one. */
export const BYTE_ARRAY = 6, FIXED = 7;

/** Logical types of `parquet.thrift` by field number, and what earlier versions called them. */
const LOGICAL = { enum: 4, decimal: 5, time: 7, unknown: 11, json: 12, bson: 13, uuid: 14 };
const FLOAT16 = 15, MAP = 2, LIST = 3, VARIANT = 16, GEOMETRY = 17, GEOGRAPHY = 18;
const CONVERTED = { decimal: 5, timeMillis: 7, timeMicros: 8, json: 19, bson: 20, interval: 21 };

/** Decimals that polars can hold. */
const DECIMAL_BYTES = 16, DECIMAL_DIGITS = 38;

const PLAIN_VALUES = "store one plain value per row in it";

/** Decides from its schema how a column is read, or why it cannot be. */
export function columnReading(column: ParquetColumn): ColumnReading | ColumnFault {
  const { element, children, name, arrow } = column;
  const type = numberOf(element, 1), converted = numberOf(element, 6);
  const logical = [...structOf(element, 10)?.keys() ?? []][0];
  const cell = `df[${JSON.stringify(name)}]`;
  if (children > 0 || numberOf(element, 3) === REPEATED) {
    if (arrow?.extension === "pandas.interval") {
      return { found: "intervals", remedy: "store one bound of each interval in it" };
    }
    const kind = logical === VARIANT
      ? "variants"
      : logical === MAP || converted === 1 || converted === 2
      ? "maps"
      : logical === LIST || converted === 3 || numberOf(element, 3) === REPEATED
      ? "lists"
      : "structs";
    return { found: `${kind} of several values`, remedy: PLAIN_VALUES };
  }
  if (arrow?.extension === "pandas.period") {
    return {
      found: "periods of pandas",
      remedy: `convert it (in Python: ${cell} = ${cell}.dt.to_timestamp())`,
    };
  }
  if (arrow?.type === DURATION) {
    return { found: "durations", remedy: "store plain values in it, not differences of times" };
  }
  const time = logical === LOGICAL.time || converted === CONVERTED.timeMillis ||
    converted === CONVERTED.timeMicros;
  if (time) return { found: "times of day without a date", remedy: PLAIN_VALUES };
  if (converted === CONVERTED.interval) return { found: "intervals", remedy: PLAIN_VALUES };
  if (logical === GEOMETRY || logical === GEOGRAPHY || arrow?.extension?.startsWith("geoarrow.")) {
    return {
      found: "geometries",
      remedy: "store plain values in it, such as one coordinate in each of two columns",
    };
  }
  if (logical === LOGICAL.bson || converted === CONVERTED.bson) {
    return { found: "BSON documents", remedy: PLAIN_VALUES };
  }
  if (type === BYTE_ARRAY || type === FIXED) {
    return bytesReading(column, { type, converted, logical });
  }
  // a column of nulls only has no type of its own
  return { as: type === INT32 && logical === LOGICAL.unknown ? "bare" : "stored" };
}

function bytesReading(
  { element }: ParquetColumn,
  { type, converted, logical }: {
    type: number;
    converted: number | undefined;
    logical: number | undefined;
  },
): ColumnReading {
  if (logical === LOGICAL.decimal || converted === CONVERTED.decimal) {
    const bytes = type === FIXED ? numberOf(element, 2) ?? 0 : Infinity;
    const digits = numberOf(element, 8) ?? 0, scale = numberOf(element, 7) ?? 0;
    return bytes <= DECIMAL_BYTES && digits <= DECIMAL_DIGITS
      ? { as: "stored" }
      : { as: "bare", decode: decimalOf(scale) };
  }
  if (type === BYTE_ARRAY) return { as: "text" };
  if (logical === FLOAT16) return { as: "bare", decode: float16Of };
  if (logical === LOGICAL.uuid) return { as: "bare", decode: uuidOf };
  return { as: "bare", decode: fixedTextOf };
}
