/** Numbers, one a row; NaN is a missing value. */
export interface NumericColumn {
  /** Tells it from text. */
  kind: "numeric";
  /** Name of the column. */
  name: string;
  /** The numbers. */
  values: Float32Array | Float64Array;
}

/** Text, one a row: `categories[codes[row]]`; categories are distinct, code −1 is a missing value. */
export interface CategoricalColumn {
  /** Tells it from numbers. */
  kind: "categorical";
  /** Name of the column. */
  name: string;
  /** Places in `categories`. */
  codes: Int32Array;
  /** The distinct texts. */
  categories: string[];
}

/**
 * Room for a numeric column, 0 everywhere, in shared memory: workers read it without a copy.
 */
export function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** A column of either kind. */
export type Column = NumericColumn | CategoricalColumn;

/**
 * Rows as columns of typed arrays, all of one length: what encoders, forests and drift tests read.
 * It crosses to and from polars by typed arrays only.
 */
export interface ColumnTable {
  /** Number of rows. */
  length: number;
  /** Columns of that length. */
  columns: Column[];
}
