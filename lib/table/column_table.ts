/** Numbers, one per row; NaN is a missing value. */
export interface NumericColumn {
  /** Distinguishes it from text. */
  kind: "numeric";
  /** Name of the column. */
  name: string;
  /** The numbers. */
  values: Float32Array | Float64Array;
}

/**
 * Text, one per row: `categories[codes[row]]`; categories are distinct, code −1 is a missing value.
 */
export interface CategoricalColumn {
  /** Distinguishes it from numbers. */
  kind: "categorical";
  /** Name of the column. */
  name: string;
  /** Indices into `categories`. */
  codes: Int32Array;
  /** The distinct texts. */
  categories: string[];
}

/** A numeric column of zeros in shared memory: workers read it without a copy. */
export function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** A column of either kind. */
export type Column = NumericColumn | CategoricalColumn;

/**
 * A table as columns of typed arrays of equal length, for encoders, forests and drift tests. It is
 * converted to and from polars by typed arrays only.
 */
export interface ColumnTable {
  /** Number of rows. */
  length: number;
  /** Columns of that length. */
  columns: Column[];
}
