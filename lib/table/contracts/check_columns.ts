import pl from "nodejs-polars";
import type { CategoricalColumn } from "../column_table.ts";
import type { TableContract, TableName } from "./contracts.ts";
import { localDays } from "../time/local_days.ts";
import { tableFromFrame } from "../parquet.ts";
import { isOtherTable, otherTableFault } from "./other_table.ts";
import { emptyFault, holdsText, typeFault } from "./type_fault.ts";
import type { ReadColumns } from "../parquet_file/read_columns.ts";
import { valueFaults } from "./value_faults.ts";
import type { Fault, Violation } from "./violation.ts";

/** What is known of a file beside the frame of its readable columns. */
export type FileFacts = Pick<ReadColumns, "rows" | "names" | "faults" | "unmarked">;

/** The valid required columns of a table, as typed arrays; attributes without any value are left out. */
export interface CheckedTable {
  name: TableName;
  rows: number;
  /**
   * Keys, numbers and dates by column; NaN is missing. Dates are microseconds since 1970. A text id
   * is its rank among the texts of its column.
   */
  numbers: Map<string, Float64Array>;
  /** The texts of ids by column and rank; whole numbers have none. */
  idTexts: Map<string, string[]>;
  /** Texts by column, trimmed; an empty text is missing. */
  texts: Map<string, CategoricalColumn>;
  /** The day of a date's microseconds: of an instant the day in the time zone. */
  dayOf: (microseconds: number) => number;
  /** The file's time zone, if its dates are instants: times with a zone. */
  instants?: string;
}

/**
 * Checks presence, type and range of every column of a table's contract. Uniqueness of keys, and
 * keys across tables, are checked elsewhere.
 *
 * @param today its day in the time zone is the latest allowed day of a purchase.
 * @param timeZone IANA name of the zone in which instants have their day. Dates and times
 * without a zone are local already.
 * @param file what else is known of the file that the frame was read from.
 * @returns all violations, and the valid columns.
 */
export function checkColumns(
  frame: pl.DataFrame,
  contract: TableContract,
  today: Date,
  timeZone = "UTC",
  file: FileFacts = factsOf(frame),
): { checked: CheckedTable; violations: Violation[] } {
  const table = contract.name;
  const violations: Violation[] = [];
  const numbers = new Map<string, Float64Array>();
  const idTexts = new Map<string, string[]>();
  const texts = new Map<string, CategoricalColumn>();
  const date = contract.columns.find(({ type }) => type === "date");
  const instants = date && zoneOfInstants(frame, date.name);
  const dayOf = localDays(instants === undefined ? "UTC" : timeZone);
  const days = { today: localDays(timeZone)(today.getTime() * 1000), timeZone, dayOf };
  if (file.rows === 0) {
    violations.push({
      table,
      expected: "at least one row",
      found: "an empty table",
      remedy: "export it again, with its rows",
    });
  }
  const isOther = isOtherTable(file.names, contract);
  if (isOther) violations.push({ table, ...otherTableFault(file.names, contract) });
  for (const column of isOther ? [] : contract.columns) {
    const { name } = column;
    const report = (fault: Fault) => violations.push({ table, column: name, ...fault });
    const fault = typeFault(frame, column, contract, file);
    if (fault) {
      report(fault);
    } else if (file.rows === 0) {
      continue;
    } else if (column.type === "text") {
      const text = textColumn(frame, name);
      if (text.categories.length > 0) texts.set(name, text);
      else if (column.role === "key") report(emptyFault(column));
    } else if (column.type === "id" && holdsText(frame, name)) {
      const { codes, categories } = textColumn(frame, name);
      if (categories.length === 0) report(emptyFault(column));
      else {
        numbers.set(name, Float64Array.from(codes, (code) => code < 0 ? NaN : code));
        idTexts.set(name, categories);
      }
    } else {
      const values = column.type === "date" ? microseconds(frame, name) : doubles(frame, name);
      const isEmpty = values.every(Number.isNaN);
      if (isEmpty && column.role === "attribute") continue;
      const faults = isEmpty ? [emptyFault(column)] : valueFaults(values, column, days);
      if (faults.length === 0) numbers.set(name, values);
      faults.forEach(report);
    }
  }
  return {
    checked: {
      name: table,
      rows: file.rows,
      numbers,
      idTexts,
      texts,
      dayOf,
      ...instants === undefined ? {} : { instants },
    },
    violations,
  };
}

function factsOf(frame: pl.DataFrame): FileFacts {
  return { rows: frame.height, names: frame.columns, faults: new Map(), unmarked: new Set() };
}

/** The time zone of a column of instants; `undefined` for days, and times without a zone. */
function zoneOfInstants(frame: pl.DataFrame, name: string): string | undefined {
  if (!frame.columns.includes(name)) return undefined;
  const { variant, inner } = frame.getColumn(name).dtype as { variant: string; inner?: unknown[] };
  const zone = variant === "Datetime" ? inner?.[1] : undefined; // "" without one
  return typeof zone === "string" && zone !== "" ? zone : undefined;
}

function doubles(frame: pl.DataFrame, name: string): Float64Array {
  return typed(frame, name, pl.col(name).cast(pl.Float64));
}

/** Microseconds, because nanoseconds of this century exceed 2⁵³ and would be rounded. */
function microseconds(frame: pl.DataFrame, name: string): Float64Array {
  return typed(frame, name, pl.col(name).cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64));
}

function typed(frame: pl.DataFrame, name: string, values: pl.Expr): Float64Array {
  return frame.select(values.fillNull(pl.lit(NaN)).alias(name)).getColumn(name)
    .toTypedArray() as Float64Array;
}

function textColumn(frame: pl.DataFrame, name: string): CategoricalColumn {
  const text = pl.col(name).cast(pl.String).str.strip().alias(name);
  const table = tableFromFrame(frame.select(text), { categorical: [name] });
  const { codes, categories } = table.columns[0] as CategoricalColumn;
  // categories are sorted: an empty text is the first, and becomes −1
  const blanks = categories[0] === "" ? 1 : 0;
  return {
    kind: "categorical",
    name,
    codes: codes.map((code) => Math.max(-1, code - blanks)),
    categories: categories.slice(blanks),
  };
}
