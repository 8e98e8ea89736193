import { radixOrder } from "../stats/radix_order.ts";
import type { CheckedTable } from "./contracts/check_columns.ts";
import type { Column } from "./column_table.ts";
import { contractOf, MAX_DROPPED_SHARE } from "./contracts/contracts.ts";
import { showId } from "./ids.ts";
import type { Entities } from "./sales_data.ts";
import { takeRows } from "./take_rows.ts";
import { counted, type Violation } from "./contracts/violation.ts";
import { shortened, shownText } from "./parquet_file/shown_text.ts";

/** Repairs in `clientes` or `productos`, and missing values. */
export interface EntityQuality {
  /** Rows read. */
  rows: number;
  /** Rows without an id. */
  null_key_rows_dropped: number;
  /** Rows equal to an earlier one in all columns. */
  duplicate_rows_dropped: number;
  /** Rows kept. */
  rows_kept: number;
  /** Kept rows without a value, by attribute; preprocessing imputes them, unless it is all rows. */
  null_attributes: Record<string, number>;
}

/**
 * The customers or products of a checked table, by ascending id. Drops exact duplicates and rows
 * without an id, and attributes without any value.
 *
 * @returns violations if rows of one id differ, or too many rows have no id. The entities are
 * incomplete if there are violations, or if a column failed its check.
 */
export function entitiesOf(
  checked: CheckedTable,
): { entities: Entities; quality: EntityQuality; violations: Violation[] } {
  const { name: table, columns: contracts } = contractOf(checked.name);
  const key = contracts.find(({ unique }) => unique)!.name;
  const keys = checked.numbers.get(key) ?? new Float64Array();
  const texts = checked.idTexts.get(key);
  const columns = contracts.filter(({ role }) => role === "attribute")
    .map(({ name }): Column | undefined => {
      const values = checked.numbers.get(name);
      return values ? { kind: "numeric", name, values } : checked.texts.get(name);
    })
    .filter((column) => column !== undefined);
  const violations: Violation[] = [];

  const known = Uint32Array.from(keys.keys()).filter((row) => !Number.isNaN(keys[row]!));
  const withoutKey = keys.length - known.length;
  if (withoutKey > MAX_DROPPED_SHARE * keys.length) {
    violations.push({
      table,
      column: key,
      expected: `an id in at least ${100 - 100 * MAX_DROPPED_SHARE} % of the rows`,
      found: `none in ${withoutKey} of ${counted(keys.length, "row")}`,
      remedy: "fill in the ids",
    });
  }

  const order = radixOrder(Float64Array.from(known, (row) => keys[row]!)).map((i) => known[i]!);
  const kept: number[] = [];
  const clashes = new Map<number, string>();
  for (const row of order) {
    const first = kept.at(-1);
    if (first === undefined || keys[first] !== keys[row]) kept.push(row);
    else if (!clashes.has(keys[row]!)) {
      const other = columns.find((column) => shown(column, first) !== shown(column, row));
      if (other) {
        const [one, two] = [first, row].map((at) => shownText(shortened(shown(other, at))));
        const values = `${other.name}: ${one}, ${two}`;
        const id = showId(texts?.[keys[row]!] ?? keys[row]!);
        clashes.set(keys[row]!, `${id} (${values})`);
      }
    }
  }
  if (clashes.size > 0) {
    violations.push({
      table,
      column: key,
      expected: "each id once",
      found: `${counted(clashes.size, "id")} with different rows, such as ` +
        [...clashes.values()].slice(0, 3).join(", "),
      remedy: "keep one row of each",
    });
  }

  const rows = Int32Array.from(kept);
  const valued = takeRows({ length: checked.rows, columns }, rows).columns
    .filter((column) => missingValues(column) < rows.length);
  const entities = {
    ids: texts
      ? kept.map((row) => texts[keys[row]!]!)
      : Float64Array.from(kept, (row) => keys[row]!),
    columns: valued,
  };
  const quality = {
    rows: checked.rows,
    null_key_rows_dropped: withoutKey,
    duplicate_rows_dropped: order.length - rows.length,
    rows_kept: rows.length,
    null_attributes: Object.fromEntries(
      contracts.filter(({ role }) => role === "attribute").map(({ name }) => {
        const column = valued.find((candidate) => candidate.name === name);
        return [name, column ? missingValues(column) : rows.length];
      }),
    ),
  };
  return { entities, quality, violations };
}

function missingValues(column: Column): number {
  let missing = 0;
  if (column.kind === "numeric") {
    for (const value of column.values) if (Number.isNaN(value)) missing++;
  } else {
    for (const code of column.codes) if (code < 0) missing++;
  }
  return missing;
}

function shown(column: Column, row: number): string {
  const value = column.kind === "numeric"
    ? column.values[row]!
    : column.categories[column.codes[row]!];
  return value === undefined || Number.isNaN(value) ? "missing" : String(value);
}
