import pl from "nodejs-polars";
import { encodeParquet } from "../../../lib/table/parquet.ts";

/** How a column is stored in the file. */
export type Stored =
  | "int64"
  | "int32"
  | "float64"
  | "float32"
  | "text"
  | "categorical"
  | "boolean"
  | "date"
  | "datetime"
  | "datetime_utc"
  | "list"
  | "struct";

/** A cell: a number (of a date, milliseconds since 1970), a text, or nothing. */
export type Cell = number | string | null;

/** A column in plain values; a mutation changes them, or how they are stored. */
export interface PlainColumn {
  name: string;
  stored: Stored;
  cells: Cell[];
}

/** A table that a mutation can change freely; columns have equal lengths. */
export type PlainTable = PlainColumn[];

/** The three tables by name of their file, without `.parquet`. */
export type PlainTables = Record<string, PlainTable>;

/** A frame in plain values. */
export function plainTable(frame: pl.DataFrame): PlainTable {
  return frame.columns.map((name) => {
    const column = frame.getColumn(name), kind = column.dtype.variant;
    if (kind === "Datetime") {
      const instants = column.cast(pl.Datetime("ms")).cast(pl.Int64).cast(pl.Float64);
      return { name, stored: "datetime", cells: instants.toArray() as Cell[] };
    }
    if (kind === "String") return { name, stored: "text", cells: column.toArray() as Cell[] };
    const stored = kind === "Float64" ? "float64" : "int64";
    return { name, stored, cells: column.cast(pl.Float64).toArray() as Cell[] };
  });
}

/** The bytes of a parquet file with these columns. */
export function parquetOf(table: PlainTable): Uint8Array<ArrayBuffer> {
  return encodeParquet(pl.DataFrame(table.map(seriesOf)));
}

function seriesOf({ name, stored, cells }: PlainColumn): pl.Series {
  const numbers = () =>
    pl.Series(name, cells.map((cell) => typeof cell === "string" ? null : cell), pl.Float64);
  const texts = () =>
    pl.Series(name, cells.map((cell) => cell === null ? null : String(cell)), pl.String);
  switch (stored) {
    case "text":
      return texts();
    case "categorical":
      return texts().cast(pl.Categorical);
    case "boolean":
      return numbers().cast(pl.Bool);
    case "int64":
      return numbers().cast(pl.Int64);
    case "int32":
      return numbers().cast(pl.Int32);
    case "float64":
      return numbers();
    case "float32":
      return numbers().cast(pl.Float32);
    case "date":
      return numbers().cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Date);
    case "datetime":
      return numbers().cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Datetime("ns"));
    case "datetime_utc":
      return numbers().cast(pl.Int64).cast(pl.Datetime("ms")).cast(pl.Datetime("us", "UTC"));
    case "list":
      return pl.Series(name, cells.map((cell) => [String(cell)]));
    case "struct":
      return pl.DataFrame({ part: texts() }).toStruct(name);
  }
}
