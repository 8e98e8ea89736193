import type pl from "nodejs-polars";
import type { ColumnContract, ColumnType, TableContract } from "./contracts.ts";
import { nearName } from "./near_name.ts";
import type { Fault } from "./violation.ts";
import { oneLine } from "./one_line.ts";

const NUMBERS = /^(U?Int(8|16|32|64|128)|Float32|Float64|Decimal)$/;

const TEXTS = /^(String|Utf8|Categorical|Enum)$/;

/** Accepted polars types of a column; whole numbers may be stored as floats. */
const ACCEPTED: Record<ColumnType, RegExp> = {
  id: new RegExp(`${NUMBERS.source}|${TEXTS.source}`),
  integer: NUMBERS,
  number: NUMBERS,
  text: TEXTS,
  date: /^(Date|Datetime)$/,
};

const IN_WORDS: Record<ColumnType, string> = {
  id: "whole numbers or texts",
  integer: "whole numbers",
  number: "numbers",
  text: "text",
  date: "dates (date or datetime)",
};

const CONVERSION: Record<ColumnType, (column: string) => string> = {
  id: (column) => `${column}.astype("string")`,
  integer: (column) => `pd.to_numeric(${column}).astype("Int64")`,
  number: (column) => `pd.to_numeric(${column})`,
  text: (column) => `${column}.astype("string")`,
  date: (column) => `pd.to_datetime(${column})`,
};

/** Reports a required column that is missing, possibly misspelled, or of a wrong type. */
export function typeFault(
  frame: pl.DataFrame,
  { name, type }: ColumnContract,
  contract: TableContract,
): Fault | undefined {
  const expected = IN_WORDS[type];
  if (!frame.columns.includes(name)) {
    const required = contract.columns.map((column) => column.name);
    const near = nearName(name, frame.columns.filter((other) => !required.includes(other)));
    return {
      expected: `a column of ${expected}`,
      found: near === undefined
        ? `no such column (columns: ${frame.columns.map(oneLine).join(", ")})`
        : `no such column but ${oneLine(near)}`,
      remedy: near === undefined ? "add it" : `rename ${oneLine(near)} to ${name}`,
    };
  }
  const values = frame.getColumn(name).dropNulls(), kind = values.dtype.variant;
  if (values.length === 0 || ACCEPTED[type].test(kind)) return undefined;
  const examples = values.head(2).toArray().map((value) =>
    typeof value === "string" ? JSON.stringify(value) : String(value)
  );
  const column = `df["${name}"]`;
  return {
    expected,
    found: `${kind} such as ${examples.join(", ")}`,
    remedy: `convert it (in Python: ${column} = ${CONVERSION[type](column)})`,
  };
}

/** Whether a column of the frame holds texts. */
export function holdsText(frame: pl.DataFrame, name: string): boolean {
  return TEXTS.test(frame.getColumn(name).dtype.variant);
}

/** Reports a column with only nulls. */
export function emptyFault({ type }: ColumnContract): Fault {
  return {
    expected: IN_WORDS[type],
    found: "only missing values",
    remedy: "export the column again with its values",
  };
}
