import { PRESETS } from "../config/presets/presets.ts";
import { basename } from "node:path";
import pl from "nodejs-polars";
import type { PresetName } from "../config/presets/preset.ts";
import { NUMERIC_FEATURES, TEXT_FEATURES } from "../features/static_features.ts";
import type { SalesData } from "../table/sales_data.ts";
import type { ColumnTable } from "../table/column_table.ts";
import { tableFromFrame } from "../table/parquet.ts";
import { parseWeek, weekName } from "../table/time/week.ts";
import { isRefusedRead } from "../dag/tries/refused_read.ts";
import { UserError } from "../user_error.ts";
import { shownName, shownText } from "../table/parquet_file/shown_text.ts";
import { scanParquet } from "../table/parquet_file/scan_parquet.ts";

const FEATURES = [...NUMERIC_FEATURES, ...TEXT_FEATURES];

const REMEDY = "Put a dataset_limpio.parquet of an earlier run in its place, or remove it.";

/** Attributes that no customer or product of the data has a value of. */
export function attributesWithoutValues({ customers, products }: SalesData): string[] {
  const known = [...customers.columns, ...products.columns].map(({ name }) => name);
  return FEATURES.filter((name) => !known.includes(name));
}

/** One side of the drift comparison. */
export interface DriftSide {
  table: ColumnTable;
  /** First and last week index. */
  from: number;
  to: number;
}

/**
 * Reads the attributes of a `dataset_limpio`, or of a file with the same columns: of every row
 * under the original preset, otherwise of purchases only, because the constant cross product cannot
 * drift.
 *
 * @param options.weeks only these week indices, both ends included; they may have no rows.
 * @param options.without the index of a week to leave out, which is compared with the others.
 * @param options.lacks attributes that the file may lack, because no customer or product has a value.
 * @throws UserError if the file is damaged, has other columns, or no such row; the error of the
 * operating system if that refuses to read it.
 */
export async function readDriftSide(
  path: string,
  preset: PresetName,
  { weeks, without, lacks = [] }: {
    weeks?: { from: number; to: number } | undefined;
    without?: number | undefined;
    lacks?: string[];
  } = {},
): Promise<DriftSide> {
  const rows = scanParquet(path);
  const features = await featuresIn(rows, { name: basename(path), lacks });
  let kept = rows;
  if (PRESETS[preset].drift.compares === "purchases") kept = kept.filter(pl.col("comprado").eq(1));
  if (weeks) {
    const names = Array.from(
      { length: weeks.to - weeks.from + 1 },
      (_, i) => weekName(weeks.from + i),
    );
    kept = kept.filter(
      names.map((name) => pl.col("week").eq(pl.lit(name))).reduce((a, b) => a.or(b)),
    );
  }
  if (without !== undefined) {
    // rows without a week are refused below
    const other = pl.col("week").neq(pl.lit(weekName(without))).or(pl.col("week").isNull());
    kept = kept.filter(other);
  }
  const frame = await kept.select("week", ...features).collect();
  if (frame.height === 0 && !weeks) {
    throw new UserError(
      `${basename(path)}: expected rows${
        PRESETS[preset].drift.compares === "purchases" ? " with comprado = 1" : ""
      }${without === undefined ? "" : ` before or after ${weekName(without)}`}, found ` +
        `none.\n${REMEDY}`,
    );
  }
  const { length, columns } = tableFromFrame(frame, { categorical: ["week", ...TEXT_FEATURES] });
  if (frame.height === 0 && weeks) {
    return { table: { length, columns: columns.slice(1) }, ...weeks };
  }
  const found = columns[0]!.kind === "categorical" ? columns[0]!.categories.map(parseWeek) : [];
  const wrong = found.findIndex((week) => week === undefined);
  if (wrong >= 0 || found.length === 0) {
    throw new UserError(
      `${basename(path)}, column week: expected ISO weeks such as 2024-W48, found another text.\n` +
        REMEDY,
    );
  }
  const [first, last] = [Math.min(...found as number[]), Math.max(...found as number[])];
  return { table: { length, columns: columns.slice(1) }, from: first, to: last };
}

/** The attributes in the file, if its columns are those of a `dataset_limpio`. */
async function featuresIn(
  rows: pl.LazyDataFrame,
  { name, lacks }: { name: string; lacks: string[] },
): Promise<string[]> {
  const none = await rows.limit(0).collect().catch((error: Error) => {
    if (isRefusedRead(error)) throw error;
    throw new UserError(
      `${name}: expected a parquet file, found a damaged one (${
        shownText(error.message)
      }).\n${REMEDY}`,
    );
  });
  const types = new Map(none.columns.map((column, i) => [column, none.dtypes[i]!.variant]));
  const isText = (column: string) =>
    ["String", "Utf8", "Categorical"].includes(types.get(column) ?? "");
  const faults = [
    ...[...TEXT_FEATURES, "week"].filter((column) => types.has(column) && !isText(column))
      .map((column) => `column ${column}: expected text, found ${types.get(column)}`),
    ...[...NUMERIC_FEATURES, "comprado"].filter((column) => types.has(column) && isText(column))
      .map((column) => `column ${column}: expected numbers, found text`),
    ...[...FEATURES, "week", "comprado"].filter((column) =>
      !types.has(column) && !lacks.includes(column)
    )
      .map((column) =>
        `column ${column}: expected it, found ${[...types.keys()].map(shownName).join(", ")}`
      ),
  ];
  if (faults.length === 0) return FEATURES.filter((column) => types.has(column));
  throw new UserError(`${faults.map((fault) => `${name}, ${fault}`).join("\n")}\n${REMEDY}`);
}
