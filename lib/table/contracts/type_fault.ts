import pl from "nodejs-polars";
import type { ColumnContract, ColumnType, TableContract } from "./contracts.ts";
import type { ReadColumns } from "../parquet_file/read_columns.ts";
import { quoted, shortened, shownName } from "../parquet_file/shown_text.ts";
import { conversionRemedy } from "./conversion_remedy.ts";
import { nearName } from "./near_name.ts";
import type { Fault } from "./violation.ts";

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

/** Reports a required column that is missing, possibly misspelled, or of a wrong type. */
export function typeFault(
  frame: pl.DataFrame,
  { name, type }: ColumnContract,
  contract: TableContract,
  { names, faults, unmarked }: Pick<ReadColumns, "names" | "faults" | "unmarked">,
): Fault | undefined {
  const expected = IN_WORDS[type];
  const fault = faults.get(name);
  if (fault) return { expected, ...fault };
  if (!names.includes(name)) {
    const required = contract.columns.map((column) => column.name);
    const near = nearName(name, names.filter((other) => !required.includes(other)));
    return {
      expected: `a column of ${expected}`,
      found: near === undefined
        ? `no such column (columns: ${listed(names)})`
        : `no such column but ${shownName(near)}`,
      remedy: near === undefined ? "add it" : `rename ${shownName(near)} to ${name} (in Python: ` +
        `df = df.rename(columns={${quoted(near)}: ${quoted(name)}}))`,
    };
  }
  const values = frame.getColumn(name).dropNulls(), kind = values.dtype.variant;
  if (values.length === 0 || ACCEPTED[type].test(kind)) return undefined;
  // decimals cannot leave polars as they are
  const shown = kind === "Decimal" ? values.head(2).cast(pl.Float64) : values.head(2);
  const examples = shown.toArray().map((value) =>
    typeof value === "string" ? quoted(shortened(value)) : String(value)
  );
  return {
    expected,
    found: `${kind} such as ${examples.join(", ")}`,
    remedy: conversionRemedy(values, { name, type, isBytes: unmarked.has(name) }),
  };
}

/** Whether a column of the frame holds texts. */
export function holdsText(frame: pl.DataFrame, name: string): boolean {
  return TEXTS.test(frame.getColumn(name).dtype.variant);
}

/** The first names; a file may have thousands of columns. */
function listed(names: string[]): string {
  const shown = names.slice(0, 20).map(shownName);
  return names.length > 20 ? `${shown.join(", ")} and ${names.length - 20} more` : shown.join(", ");
}

/** Reports a column with only nulls. */
export function emptyFault({ type }: ColumnContract): Fault {
  return {
    expected: IN_WORDS[type],
    found: "only missing values",
    remedy: "export the column again with its values",
  };
}
