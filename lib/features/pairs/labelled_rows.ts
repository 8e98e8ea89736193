import pl from "nodejs-polars";
import { type Column, type ColumnTable, sharedFloats } from "../../table/column_table.ts";
import { idSeries, idsOf } from "../../table/id_column.ts";
import { concatIds, type Ids, idsAt } from "../../table/ids.ts";
import { frameFromTable, tableFromFrame } from "../../table/parquet.ts";
import { takeRows } from "../../table/take_rows.ts";
import { parseWeek, weekName } from "../../table/time/week.ts";

/** The keys and labels of rows: one per week, customer and product. */
export interface RowKeys {
  /** Number of rows. */
  length: number;
  /** Ids, not indices. */
  customer: Ids;
  /** Ids, not indices. */
  product: Ids;
  /** Week index. */
  week: Int32Array;
  /** `comprado`. */
  label: Uint8Array;
}

/** Rows for training or evaluation. */
export interface LabelledRows extends RowKeys {
  /** One row per pair. */
  features: ColumnTable;
}

/** Names of the key columns in a file. */
export const KEYS = ["customer_id", "product_id", "week"];

/** Name of the column of labels. */
export const TARGET = "comprado";

/** The feature that is above 0 if a row's pair was bought before. */
export const REPEAT = "pair_weeks_ever";

/** Above 0 if a row's pair was bought before; `undefined` without the feature that shows it. */
export function repeatFlags({ columns }: ColumnTable): Float32Array | Float64Array | undefined {
  const column = columns.find(({ name }) => name === REPEAT);
  return column?.kind === "numeric" ? column.values : undefined;
}

/** The columns of `train.parquet`, `val.parquet` and `test.parquet`: keys, features, target. */
export function frameFromRows(rows: LabelledRows): pl.DataFrame {
  const { customer, product, week, label, features } = rows;
  const columns = [weekColumn(week), ...features.columns];
  return pl.DataFrame([
    idSeries("customer_id", customer),
    idSeries("product_id", product),
    ...frameFromTable({ length: rows.length, columns }).getColumns(),
    pl.Series(TARGET, label as unknown as number[]),
  ]);
}

/**
 * Reads the rows of a frame with keys, features and target.
 *
 * @param categorical names of the text features.
 */
export function rowsFromFrame(frame: pl.DataFrame, categorical: string[]): LabelledRows {
  return {
    ...keysFromFrame(frame),
    features: tableFromFrame(frame.drop([...KEYS, TARGET]), { categorical }),
  };
}

/** Reads keys and target of a frame's rows. */
export function keysFromFrame(frame: pl.DataFrame): RowKeys {
  const [week, label] =
    tableFromFrame(frame.select("week", TARGET), { categorical: ["week"] }).columns;
  if (week?.kind !== "categorical") throw new Error("no text in column week");
  if (label?.kind !== "numeric") throw new Error(`no numbers in column ${TARGET}`);
  const weeks = week.categories.map((name) => parseWeek(name)!);
  return {
    length: frame.height,
    customer: idsOf(frame, "customer_id"),
    product: idsOf(frame, "product_id"),
    week: week.codes.map((code) => weeks[code]!),
    label: Uint8Array.from(label.values),
  };
}

/** The rows at some positions, in their order. */
export function pickRows(rows: LabelledRows, places: Int32Array): LabelledRows {
  return { ...pickKeys(rows, places), features: takeRows(rows.features, places) };
}

/** The keys at some positions, in their order. */
export function pickKeys(keys: RowKeys, places: Int32Array): RowKeys {
  const { customer, product, week, label } = keys;
  return {
    length: places.length,
    customer: idsAt(customer, places),
    product: idsAt(product, places),
    week: Int32Array.from(places, (i) => week[i]!),
    label: Uint8Array.from(places, (i) => label[i]!),
  };
}

/**
 * Concatenates several sets of rows with the same features.
 *
 * @throws RangeError if their features differ.
 */
export function concatRows(parts: LabelledRows[]): LabelledRows {
  return { ...concatKeys(parts), features: concatTables(parts.map(({ features }) => features)) };
}

/** Concatenates the keys of several sets of rows. */
export function concatKeys(parts: RowKeys[]): RowKeys {
  const length = totalLength(parts);
  const keys: RowKeys = {
    length,
    customer: concatIds(parts.map(({ customer }) => customer)),
    product: concatIds(parts.map(({ product }) => product)),
    week: new Int32Array(length),
    label: new Uint8Array(length),
  };
  let start = 0;
  for (const part of parts) {
    keys.week.set(part.week, start);
    keys.label.set(part.label, start);
    start += part.length;
  }
  return keys;
}

/**
 * Concatenates tables with the same columns.
 *
 * @throws RangeError if their columns differ.
 */
export function concatTables(parts: ColumnTable[]): ColumnTable {
  const length = totalLength(parts);
  const columns = parts[0]!.columns.map((_, f) =>
    concatColumns(parts.map((part) => part.columns[f]!), length)
  );
  return { length, columns };
}

function totalLength(parts: { length: number }[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function weekColumn(week: Int32Array): Column {
  const weeks = [...new Set(week)].sort((a, b) => a - b);
  const code = new Map(weeks.map((value, i) => [value, i]));
  const codes = week.map((value) => code.get(value)!);
  return { kind: "categorical", name: "week", codes, categories: weeks.map(weekName) };
}

function concatColumns(columns: Column[], length: number): Column {
  const [first] = columns;
  if (
    first === undefined ||
    columns.some(({ name, kind }) => name !== first.name || kind !== first.kind)
  ) {
    throw new RangeError(`features differ: ${columns.map(({ name }) => name).join(", ")}`);
  }
  let start = 0;
  if (first.kind === "numeric") {
    const float32 = columns.every((c) => c.kind === "numeric" && c.values instanceof Float32Array);
    const values = float32 ? sharedFloats(length) : new Float64Array(length);
    for (const column of columns) {
      if (column.kind !== "numeric") continue;
      values.set(column.values, start);
      start += column.values.length;
    }
    return { ...first, values };
  }
  const texts = columns.flatMap((column) => column.kind === "categorical" ? column.categories : []);
  const categories = [...new Set(texts)].sort();
  const code = new Map(categories.map((text, i) => [text, i]));
  const codes = new Int32Array(length);
  for (const column of columns) {
    if (column.kind !== "categorical") continue;
    const merged = column.categories.map((text) => code.get(text)!);
    for (let i = 0; i < column.codes.length; i++) {
      const old = column.codes[i]!;
      codes[start + i] = old < 0 ? -1 : merged[old]!;
    }
    start += column.codes.length;
  }
  return { ...first, codes, categories };
}
