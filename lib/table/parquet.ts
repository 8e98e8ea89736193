import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import pl from "nodejs-polars";
import {
  type CategoricalColumn,
  type Column,
  type ColumnTable,
  type NumericColumn,
  sharedFloats,
} from "./column_table.ts";
import { damaged, parquetBytes } from "./parquet_file/file_bytes.ts";
import { type ReadColumns, readColumns } from "./parquet_file/read_columns.ts";
import { shownText } from "./parquet_file/shown_text.ts";

/** The contents of a parquet file. */
export interface ParquetFile {
  frame: pl.DataFrame;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  fingerprint: string;
  /** Size of the file. */
  bytes: number;
}

/** A parquet file that anybody wrote. */
export interface InputFile extends Omit<ParquetFile, "frame"> {
  /** Reads some of its columns; the others may be of any type. */
  read: (columns: readonly string[]) => ReadColumns;
}

/**
 * Reads a whole parquet file, one that the pipeline wrote.
 *
 * @throws UserError if the file is missing, a folder, empty, truncated, not parquet or damaged.
 */
export async function readParquet(path: string): Promise<ParquetFile> {
  const bytes = await parquetBytes(path);
  return { frame: decode(path, bytes), ...identityOf(bytes) };
}

/**
 * Opens a parquet file that the pipeline wrote, to read some of its columns at a time. Meanwhile its
 * bytes are in memory, which take a quarter of the space of its values.
 *
 * @throws UserError as {@linkcode readParquet}.
 */
export async function openParquet(
  path: string,
): Promise<{ columns: string[]; read: (columns: string[]) => pl.DataFrame }> {
  const bytes = await parquetBytes(path);
  const { columns } = decode(path, bytes, { nRows: 0 });
  return { columns, read: (columns) => decode(path, bytes, { columns }) };
}

function decode(
  path: string,
  bytes: Uint8Array,
  options: { columns?: string[]; nRows?: number } = {},
): pl.DataFrame {
  try {
    return pl.readParquet(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      options,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw damaged(path, `a damaged file (${shownText(reason)})`);
  }
}

/**
 * Opens a parquet file, one that anybody wrote. Its bytes are in memory as long as it is read.
 *
 * @param options.expected files that the folder should contain, for the message if one is missing.
 * @throws UserError if the file is missing, a folder, too large, not parquet, or its footer damaged;
 * so does `read` if what it reads is damaged.
 */
export async function openInput(
  path: string,
  { expected }: { expected?: string[] } = {},
): Promise<InputFile> {
  const bytes = await parquetBytes(path, expected ? { expected } : {});
  const read = (columns: readonly string[]) => {
    try {
      return readColumns(bytes, columns);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw damaged(path, `a damaged file (${shownText(error.message)})`);
    }
  };
  read([]);
  return { read, ...identityOf(bytes) };
}

function identityOf(bytes: Uint8Array): { fingerprint: string; bytes: number } {
  return { fingerprint: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
}

/** A frame as the bytes of a parquet file (zstd); the same frame gives the same bytes. */
export function encodeParquet(frame: pl.DataFrame): Uint8Array<ArrayBuffer> {
  return new Uint8Array(frame.writeParquet({ compression: "zstd" }) as unknown as Buffer);
}

/**
 * Converts a table to a polars frame: numeric columns stay f32 or f64 (NaN stays NaN), categorical
 * columns become text with nulls.
 *
 * @example
 * ```ts
 * import type { ColumnTable } from "./column_table.ts";
 * import { frameFromTable, tableFromFrame } from "./parquet.ts";
 * import assert from "node:assert/strict";
 *
 * const table: ColumnTable = {
 *   length: 2,
 *   columns: [
 *     { kind: "numeric", name: "size", values: Float64Array.of(0.5, NaN) },
 *     { kind: "categorical", name: "brand", codes: Int32Array.of(-1, 0), categories: ["Andes"] },
 *   ],
 * };
 * assert.deepEqual(tableFromFrame(frameFromTable(table), { categorical: ["brand"] }), table);
 * ```
 */
export function frameFromTable(table: ColumnTable): pl.DataFrame {
  return pl.DataFrame(
    table.columns.map((column) =>
      column.kind === "numeric"
        ? pl.Series(column.name, column.values as unknown as number[])
        : textSeries(column)
    ),
  );
}

/**
 * Converts a frame to a table. Columns named in `categorical` become codes into their distinct
 * texts, sorted by code unit. All others become numbers: booleans 0 or 1, float32 stays float32,
 * null becomes NaN.
 *
 * @throws TypeError if a text column is not named in `categorical`.
 */
export function tableFromFrame(
  frame: pl.DataFrame,
  { categorical = [] }: { categorical?: string[] } = {},
): ColumnTable {
  const columns = frame.columns.map((name): Column =>
    categorical.includes(name) ? categoricalColumn(frame, name) : numericColumn(frame, name)
  );
  return { length: frame.height, columns };
}

/** Texts by a left join with the categories: three times as fast as `gather` of an array. */
function textSeries({ name, codes, categories }: CategoricalColumn): pl.Series {
  const code = (values: Int32Array) => pl.Series(`code of ${name}`, values as unknown as number[]);
  const texts = pl.DataFrame([
    code(Int32Array.from(categories, (_, i) => i)),
    pl.Series(name, categories, pl.String),
  ]);
  return pl.DataFrame([code(codes)])
    .join(texts, { on: `code of ${name}`, how: "left" }).getColumn(name);
}

function numericColumn(frame: pl.DataFrame, name: string): NumericColumn {
  const stored = frame.getColumn(name).dtype.variant;
  if (/^(String|Utf8|Categorical|Enum)$/.test(stored)) { // polars would turn the texts into nulls
    throw new TypeError(`column ${name} is text and not named in categorical`);
  }
  const type = stored === "Float32" ? pl.Float32 : pl.Float64;
  const values = frame.select(pl.col(name).cast(type).fillNull(pl.lit(NaN)).cast(type))
    .getColumn(name).toTypedArray() as Float32Array | Float64Array;
  if (!(values instanceof Float32Array)) return { kind: "numeric", name, values };
  const shared = sharedFloats(values.length);
  shared.set(values);
  return { kind: "numeric", name, values: shared };
}

/** Codes from polars' dictionary, reordered from order of appearance to order of text. */
function categoricalColumn(frame: pl.DataFrame, name: string): CategoricalColumn {
  if (frame.height === 0) {
    return { kind: "categorical", name, codes: new Int32Array(), categories: [] };
  }
  const coded = frame.select(pl.col(name).cast(pl.String).cast(pl.Categorical)).getColumn(name);
  const distinct = coded.unique();
  const texts = distinct.cast(pl.String).toArray() as (string | null)[];
  const oldCodes = distinct.cast(pl.UInt32).toArray() as (number | null)[];
  const categories = texts.filter((text) => text !== null).sort();
  const rank = new Map(categories.map((text, code) => [text, code]));
  const highest = oldCodes.reduce<number>((most, code) => Math.max(most, code ?? 0), 0);
  const newCode = new Int32Array(highest + 1);
  oldCodes.forEach((code, i) => {
    if (code !== null) newCode[code] = rank.get(texts[i]!)!;
  });
  const codes = pl.DataFrame([coded.cast(pl.UInt32)])
    .select(pl.col(name).cast(pl.Float64).fillNull(pl.lit(-1))).getColumn(name)
    .toTypedArray() as Float64Array;
  return {
    kind: "categorical",
    name,
    codes: Int32Array.from(codes, (code) => code < 0 ? -1 : newCode[code]!),
    categories,
  };
}
