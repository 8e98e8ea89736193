import pl from "nodejs-polars";
import type { CategoricalColumn } from "./column_table.ts";
import {
  type ColumnContract,
  type ColumnType,
  EARLIEST_DAY,
  type TableContract,
  type TableName,
} from "./contracts.ts";
import { nearName } from "./near_name.ts";
import { tableFromFrame } from "./parquet.ts";
import { dayName, dayOfDate } from "./week.ts";

/** One breach of a contract, in words. */
export interface Violation {
  table: TableName;
  column?: string;
  expected: string;
  found: string;
  remedy: string;
}

/** The required columns of a table that keep their contract, as typed arrays. */
export interface CheckedTable {
  name: TableName;
  rows: number;
  /** Keys and numbers by column; NaN is missing. A date is in microseconds since 1970-01-01. */
  numbers: Map<string, Float64Array>;
  /** Texts by column; a blank is missing. */
  texts: Map<string, CategoricalColumn>;
}

/** A date column is read in microseconds. */
export const MICROSECONDS_A_DAY = 86_400e6;
const NUMBERS = /^(U?Int(8|16|32|64|128)|Float32|Float64|Decimal)$/;
const TEXTS = /^(String|Utf8|Categorical|Enum)$/;

/**
 * Checks presence, type and range of every column of a table's contract; keys are compared elsewhere.
 *
 * @param today the last day that a purchase may have.
 * @returns every violation, and the columns that have none.
 */
export function checkColumns(
  frame: pl.DataFrame,
  contract: TableContract,
  today: Date,
): { checked: CheckedTable; violations: Violation[] } {
  const violations: Violation[] = [];
  const table = contract.name;
  const checked: CheckedTable = {
    name: table,
    rows: frame.height,
    numbers: new Map(),
    texts: new Map(),
  };
  if (frame.height === 0) {
    violations.push({
      table,
      expected: "at least one row",
      found: "an empty table",
      remedy: "export it again",
    });
  }
  for (const column of contract.columns) {
    const say = (fault: Fault) => violations.push({ table, column: column.name, ...fault });
    const fault = faultOfType(frame, column, contract);
    if (fault) {
      say(fault);
    } else if (column.type === "text") {
      const text = textColumn(frame, column.name);
      if (frame.height > 0 && text.categories.length === 0) say(noValue(column.type));
      else checked.texts.set(column.name, text);
    } else {
      const values = column.type === "date"
        ? microseconds(frame, column.name)
        : numbers(frame, column.name);
      const faults = frame.height > 0 && values.every(Number.isNaN)
        ? [noValue(column.type)]
        : faultsOfValues(values, column, today);
      if (faults.length === 0) checked.numbers.set(column.name, values);
      faults.forEach(say);
    }
  }
  return { checked, violations };
}

/** A violation as one line: file, column, expected, found, remedy. */
export function violationLine({ table, column, expected, found, remedy }: Violation): string {
  const place = `${table}.parquet${column === undefined ? "" : `, column ${column}`}`;
  return `- ${place}: expected ${expected}, found ${found}; ${remedy}.`;
}

type Fault = Pick<Violation, "expected" | "found" | "remedy">;

function faultOfType(
  frame: pl.DataFrame,
  { name, type }: ColumnContract,
  contract: TableContract,
): Fault | undefined {
  const expected = WORDS[type];
  if (!frame.columns.includes(name)) {
    const required = contract.columns.map((column) => column.name);
    const others = frame.columns.filter((other) => !required.includes(other));
    const near = nearName(name, others);
    return {
      expected: `a column of ${expected}`,
      found: near === undefined
        ? `no such column (the columns are ${frame.columns.join(", ")})`
        : `no such column but ${near}`,
      remedy: near === undefined ? "add it" : `rename ${near} to ${name}`,
    };
  }
  const column = frame.getColumn(name), kind = column.dtype.variant;
  if (column.nullCount() === frame.height) return undefined; // of any type: said of its values
  const accepted = {
    integer: NUMBERS.test(kind),
    number: NUMBERS.test(kind),
    text: TEXTS.test(kind),
    date: kind === "Date" || kind === "Datetime",
  }[type];
  if (accepted) return undefined;
  const examples = column.dropNulls().head(2).toArray().map((value) =>
    JSON.stringify(typeof value === "bigint" ? Number(value) : value)
  );
  const such = examples.length ? ` such as ${examples.join(", ")}` : "";
  return {
    expected,
    found: `${kind}${such}`,
    remedy: `convert it (in Python: ${CONVERT[type](name)})`,
  };
}

function noValue(type: ColumnType): Fault {
  return {
    expected: WORDS[type],
    found: "no value at all",
    remedy: "export the column again with its values",
  };
}

const WORDS = {
  integer: "whole numbers",
  number: "numbers",
  text: "text",
  date: "dates (date or datetime)",
};

const CONVERT = {
  integer: (name: string) => `df["${name}"] = pd.to_numeric(df["${name}"]).astype("Int64")`,
  number: (name: string) => `df["${name}"] = pd.to_numeric(df["${name}"])`,
  text: (name: string) => `df["${name}"] = df["${name}"].astype("string")`,
  date: (name: string) => `df["${name}"] = pd.to_datetime(df["${name}"])`,
};

function faultsOfValues(values: Float64Array, column: ColumnContract, today: Date): Fault[] {
  const faults: Fault[] = [];
  const refuse = (
    wrong: (value: number) => boolean,
    fault: { expected: string; what: string; remedy: string },
    show: (value: number) => string = String,
  ) => {
    let count = 0;
    const examples = new Set<string>();
    for (let i = 0; i < values.length; i++) {
      if (!wrong(values[i]!)) continue; // NaN is missing, and never wrong: every test below is false
      count++;
      if (examples.size < 3) examples.add(show(values[i]!));
    }
    if (count === 0) return;
    const found = `${counted(count, "row")} ${fault.what} such as ${[...examples].join(", ")}`;
    faults.push({ expected: fault.expected, found, remedy: fault.remedy });
  };

  if (column.type === "date") {
    const first = Date.parse(EARLIEST_DAY) * 1000;
    const end = (dayOfDate(today) + 1) * MICROSECONDS_A_DAY;
    const show = (value: number) => dayName(Math.floor(value / MICROSECONDS_A_DAY));
    const remedy = "correct or remove these rows";
    refuse((value) => value < first, {
      expected: `no date before ${EARLIEST_DAY}`,
      what: "with earlier dates",
      remedy,
    }, show);
    refuse((value) => value >= end, {
      expected: `no date after today (${dayName(dayOfDate(today))})`,
      what: "with dates in the future",
      remedy,
    }, show);
    return faults;
  }
  refuse((value) => value === Infinity || value === -Infinity, {
    expected: "finite numbers",
    what: "with infinite values",
    remedy: "correct or empty these values",
  });
  if (faults.length === 0 && column.type === "integer") {
    refuse(
      (value) => Math.abs(value) > Number.MAX_SAFE_INTEGER || value % 1 !== 0 && value === value,
      {
        expected: "whole numbers of at most 15 digits",
        what: "with others",
        remedy: "number them anew, or convert the column",
      },
    );
  }
  const { above, atLeast } = column;
  if (above !== undefined) {
    refuse((value) => value <= above, {
      expected: `numbers above ${above}`,
      what: "with others",
      remedy: "correct or empty these values",
    });
  }
  if (atLeast !== undefined) {
    refuse((value) => value < atLeast, {
      expected: `numbers of at least ${atLeast}`,
      what: "with others",
      remedy: "correct or empty these values",
    });
  }
  return faults;
}

/** A count with its noun, such as `1 row` or `1,203 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function numbers(frame: pl.DataFrame, name: string): Float64Array {
  return typed(frame, pl.col(name).cast(pl.Float64), name);
}

/** Microseconds, not nanoseconds: those of our century exceed 2⁵³ and would lose their last digits. */
function microseconds(frame: pl.DataFrame, name: string): Float64Array {
  return typed(frame, pl.col(name).cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64), name);
}

function typed(frame: pl.DataFrame, values: pl.Expr, name: string): Float64Array {
  return frame.select(values.fillNull(pl.lit(NaN)).alias(name)).getColumn(name)
    .toTypedArray() as Float64Array;
}

function textColumn(frame: pl.DataFrame, name: string): CategoricalColumn {
  const text = pl.col(name).cast(pl.String).str.strip().alias(name);
  const table = tableFromFrame(frame.select(text), { categorical: [name] });
  const column = table.columns[0] as CategoricalColumn;
  const blank = column.categories[0] === ""; // sorted by text: a blank comes first
  return blank
    ? {
      ...column,
      categories: column.categories.slice(1),
      codes: column.codes.map((code) => code < 0 ? -1 : code - 1),
    }
    : column;
}
